-- Letters and their disputed items. One row per file (by SHA-256); the file itself is in storage.
CREATE SCHEMA archive;

CREATE TABLE archive.letter (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sha256         text NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    -- The last part of the letter's permanent address: its case number where that is free.
    slug           text NOT NULL UNIQUE CHECK (slug ~ '^[A-Za-z0-9][A-Za-z0-9-]*$'),
    origin         text NOT NULL CHECK (origin IN ('sample', 'published')),
    kind           text NOT NULL CHECK (kind IN ('pdf', 'text')),
    source         text NOT NULL,
    layout         text NOT NULL,
    case_number    text,
    priority       text,
    decided        date,
    outcome        text NOT NULL CHECK (outcome IN ('upheld', 'overturned', 'partially overturned')),
    items          integer NOT NULL,
    errors         integer NOT NULL,
    warnings       integer NOT NULL,
    determination  jsonb NOT NULL,   -- determination/1 with its spans
    findings       jsonb NOT NULL,
    reader         text NOT NULL,    -- the version that read and checked the file
    loaded_at      timestamptz NOT NULL DEFAULT now(),
    read_at        timestamptz NOT NULL DEFAULT now(),
    words          tsvector NOT NULL
);
CREATE INDEX letter_by_date ON archive.letter (decided DESC NULLS LAST, id DESC);
CREATE INDEX letter_by_case_number ON archive.letter (case_number);
CREATE INDEX letter_by_words ON archive.letter USING gin (words);

CREATE TABLE archive.item (
    letter_id      bigint NOT NULL REFERENCES archive.letter ON DELETE CASCADE,
    number         integer NOT NULL,
    disputed       text NOT NULL,
    decision       text NOT NULL CHECK (decision IN ('upheld', 'overturned')),
    category       text NOT NULL,
    retrospective  boolean NOT NULL,
    drugs          text[] NOT NULL,  -- names and ingredients, lower-case
    body_parts     text[] NOT NULL,
    side           text,
    visits         integer,
    PRIMARY KEY (letter_id, number)
);
CREATE INDEX item_by_category ON archive.item (category, letter_id);
CREATE INDEX item_by_drug ON archive.item USING gin (drugs);
