-- What is searched and counted: one entry for each disputed item, of every programme. Derived from the letters and the
-- DMHC table, and made anew when the reader or the form of a document changes.
CREATE SEQUENCE archive.revision;

-- A determination that came as JSON, without a file of its own: its line is the stored original. Where it names the
-- file that it was read from, that file is the same letter.
ALTER TABLE archive.letter DROP CONSTRAINT letter_kind_check;
ALTER TABLE archive.letter ADD CONSTRAINT letter_kind_check CHECK (kind IN ('pdf', 'text', 'json'));
ALTER TABLE archive.letter ADD COLUMN of_sha256 text CHECK (of_sha256 ~ '^[0-9a-f]{64}$');
CREATE INDEX letter_by_file ON archive.letter (of_sha256) WHERE of_sha256 IS NOT NULL;
CREATE INDEX letter_by_reader ON archive.letter (reader);

-- The determinations of the Department of Managed Health Care, as published, one row a case.
CREATE TABLE archive.dmhc (
    reference_id          text PRIMARY KEY,
    report_year           integer NOT NULL,
    diagnosis_category    text,
    diagnosis_subcategory text,
    treatment_category    text,
    treatment_subcategory text,
    determination         text NOT NULL,
    type                  text NOT NULL,
    age_range             text,
    patient_gender        text,
    loaded_at             timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE archive.entry (
    -- address#number; compared byte by byte, so that an export has the same order wherever the database stands.
    key        text COLLATE "C" PRIMARY KEY,
    unit       text NOT NULL,                -- what is replaced as a whole: imr:<letter id> or dmhc:<reference id>
    letter_id  bigint REFERENCES archive.letter ON DELETE CASCADE,
    programme  text NOT NULL CHECK (programme IN ('imr', 'dmhc')),
    version    integer NOT NULL,             -- of the document's form, archive.index.fields.VERSION
    document   text NOT NULL,                -- JSON, one line, as the index takes it
    revision   bigint NOT NULL DEFAULT nextval('archive.revision'),
    CHECK ((programme = 'imr') = (letter_id IS NOT NULL))
);
CREATE INDEX entry_by_revision ON archive.entry (revision);
CREATE INDEX entry_by_unit ON archive.entry (unit);
CREATE INDEX entry_by_letter ON archive.entry (letter_id);

-- Units that left the archive or were replaced. Together with archive.entry.revision it tells an index what changed
-- since the revision it holds. Loaders hold the advisory lock 'archive.letter' until they commit, so that a lower
-- revision never becomes visible after a higher one.
CREATE TABLE archive.gone (
    unit       text NOT NULL,
    revision   bigint NOT NULL DEFAULT nextval('archive.revision')
);
CREATE INDEX gone_by_revision ON archive.gone (revision);

CREATE FUNCTION archive.note_gone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO archive.gone (unit) SELECT DISTINCT unit FROM departed;
    RETURN NULL;
END $$;
CREATE TRIGGER entry_gone AFTER DELETE ON archive.entry
    REFERENCING OLD TABLE AS departed FOR EACH STATEMENT EXECUTE FUNCTION archive.note_gone();

-- Words are searched in the index; a second one here was slow to fill and nobody asked it.
ALTER TABLE archive.letter DROP COLUMN words;
