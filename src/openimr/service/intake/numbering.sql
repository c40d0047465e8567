-- Document control numbers. One sequence for each year, all made now, as for case numbers: a sequence stands outside
-- of transactions, so a number that was taken is never given again, whatever happens to whoever took it.
DO $$ BEGIN
    FOR year IN 2013..2099 LOOP
        EXECUTE format('CREATE SEQUENCE intake_document_number_%s AS integer MAXVALUE 999999 NO CYCLE', year);
    END LOOP;
END $$;

-- Who may use the pages may take the next number, and do nothing else with a sequence: no setval.
CREATE FUNCTION intake_next_document_number(year integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF year NOT BETWEEN 2013 AND 2099 THEN
        RAISE EXCEPTION 'There are no document control numbers of the year %; they run from 2013 to 2099.', year
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN nextval(format('public.intake_document_number_%s', year)::regclass);
END $$;
