-- The campaign's only state.  The stages meet here and nowhere else:
--   init, ingest  gmina wave form institution import response text reject
--                 invited decision alias
--   analysis      result cell measure parameter freeze memo
--   report        document published
-- Dates are ISO text (UTC for moments); TERYT codes are text.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE gmina (
    teryt       TEXT PRIMARY KEY CHECK (length(teryt) = 7),
    name        TEXT NOT NULL,
    kind        INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3),
    powiat      TEXT NOT NULL,
    wojewodztwo TEXT NOT NULL,
    population  INTEGER CHECK (population >= 0), -- NULL: not to be had
    lat         REAL,                            -- NULL: no point
    lon         REAL,
    women       INTEGER CHECK (women >= 0),      -- of population, or NULL
    age18       INTEGER CHECK (age18 >= 0),      -- persons of 18 to 24, or NULL
    age25       INTEGER CHECK (age25 >= 0),
    age40       INTEGER CHECK (age40 >= 0),
    age60       INTEGER CHECK (age60 >= 0),
    age75       INTEGER CHECK (age75 >= 0),
    CHECK ((lat IS NULL) = (lon IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE wave (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL UNIQUE,
    starts TEXT NOT NULL,
    ends   TEXT NOT NULL,
    closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
    CHECK (starts <= ends)
) STRICT;

-- One version of one group's questionnaire; layout says which byte of the
-- answer blob is which item (one "offset name" a line).
CREATE TABLE form (
    id      INTEGER PRIMARY KEY,
    grp     TEXT NOT NULL,
    version TEXT NOT NULL,
    n_bytes INTEGER NOT NULL CHECK (n_bytes >= 0),
    layout  TEXT NOT NULL,
    sha256  TEXT NOT NULL,
    UNIQUE (grp, version)
) STRICT;

CREATE TABLE institution (
    id    INTEGER PRIMARY KEY,
    gmina TEXT NOT NULL REFERENCES gmina,
    grp   TEXT NOT NULL,
    fold  TEXT NOT NULL, -- text_fold(name): the identity
    name  TEXT NOT NULL,
    UNIQUE (gmina, grp, fold)
) STRICT;

-- Every import and every undo, numbered without holes.  A refused file leaves
-- an entry too (state says so), a dry run leaves nothing.
CREATE TABLE import (
    id       INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL CHECK (kind IN ('ingest', 'repair', 'undo',
                                           'decision', 'erase', 'purge')),
    state    TEXT NOT NULL CHECK (state IN ('loaded', 'refused', 'undone')),
    file     TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    bytes    INTEGER NOT NULL,
    profile  TEXT NOT NULL,
    encoding TEXT NOT NULL,
    separator TEXT NOT NULL,
    grp      TEXT NOT NULL,
    wave     INTEGER REFERENCES wave,
    ts       TEXT NOT NULL,
    who      TEXT NOT NULL,
    n_rows     INTEGER NOT NULL DEFAULT 0,
    n_loaded   INTEGER NOT NULL DEFAULT 0, -- new responses
    n_same     INTEGER NOT NULL DEFAULT 0, -- already there, unchanged
    n_replaced INTEGER NOT NULL DEFAULT 0, -- responses replaced by new versions
    n_rejected INTEGER NOT NULL DEFAULT 0,
    n_cells    INTEGER NOT NULL DEFAULT 0, -- cells made missing
    target   INTEGER REFERENCES import,    -- what an undo takes back, what a
                                           -- repair file repairs
    repair   TEXT NOT NULL DEFAULT '',     -- name of the do_poprawy file
    repair_sha256 TEXT NOT NULL DEFAULT '', -- of its content as we wrote it
    problems TEXT NOT NULL DEFAULT '',     -- first problems, a JSON line each
    columns  TEXT NOT NULL DEFAULT '', -- where each item stood: "grp item
                                       -- column" a line, 1 = column A
    mapping  TEXT NOT NULL DEFAULT '', -- SHA-256 of the mapping file used
    blank    TEXT NOT NULL DEFAULT '' -- forms without one answer, which are no
                                      -- responses: "gmina grp wave n" a line
) STRICT;

-- One version of one respondent's answers.  gone_by is the import that
-- replaced or took it back; live rows have NULL.
CREATE TABLE response (
    id          INTEGER PRIMARY KEY,
    import      INTEGER NOT NULL REFERENCES import,
    record      INTEGER NOT NULL, -- row in the file as Excel counts, less one
    line        INTEGER NOT NULL, -- text line where it starts
    key         BLOB NOT NULL,    -- HMAC of the tool's id, 16 bytes
    token       BLOB,             -- HMACs of the invitation token and of the
                                  -- form's number, 16 bytes each; zeros: there
                                  -- is none, or the key is made of it; without
                                  -- the number 16 bytes, without both NULL
    print       INTEGER NOT NULL, -- hash of the content: has it changed?
    ts          TEXT NOT NULL,    -- of the answer; '' when the tool kept none
    wave        INTEGER NOT NULL REFERENCES wave,
    gmina       TEXT NOT NULL REFERENCES gmina,
    form        INTEGER NOT NULL REFERENCES form,
    institution INTEGER REFERENCES institution,
    mode        INTEGER NOT NULL DEFAULT 0, -- 0 unknown 1 online 2 papier 3 wywiad
    flags       INTEGER NOT NULL DEFAULT 0, -- bits of enum response_flag
    gone_by     INTEGER REFERENCES import,
    ans         BLOB NOT NULL
) STRICT;

-- Respondents who asked to be forgotten: an HMAC of what each was known by, so
-- that no later export brings them back.  Their responses stay as empty rows
-- (record 0), gone by the entry of the erasure: numbers are not given twice.
CREATE TABLE erased (
    hmac BLOB NOT NULL,
    wave INTEGER NOT NULL, -- 0: any
    ts   TEXT NOT NULL,
    PRIMARY KEY (hmac, wave)
) STRICT, WITHOUT ROWID;

-- Rows that stood unchanged in the file of a later import too, as ranges of
-- response ids: what an undo of their own import must not take away.
CREATE TABLE seen (
    import INTEGER NOT NULL REFERENCES import,
    first  INTEGER NOT NULL,
    last   INTEGER NOT NULL CHECK (first <= last),
    PRIMARY KEY (import, first)
) STRICT, WITHOUT ROWID;

CREATE TABLE text (
    response INTEGER NOT NULL REFERENCES response,
    item     TEXT NOT NULL,
    value    TEXT NOT NULL,
    -- liczba: a number, nothing to review; the rest may leave the house only
    -- as przejrzany.  Not IN (...): SQLite would build that list anew for each
    -- row, which takes longer than the row.
    state    TEXT NOT NULL DEFAULT 'do_przegladu' CHECK (
             state = 'do_przegladu' OR state = 'liczba' OR
             state = 'przejrzany' OR state = 'ukryj'),
    found    TEXT NOT NULL DEFAULT '', -- personal things the screening found
    PRIMARY KEY (response, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE reject (
    import INTEGER NOT NULL REFERENCES import,
    record INTEGER NOT NULL, -- as in response
    line   INTEGER NOT NULL,
    col    INTEGER NOT NULL, -- 0: the whole row
    code   TEXT NOT NULL,
    detail TEXT NOT NULL,
    key    BLOB NOT NULL,    -- as in response: a repaired row takes it up
    token  BLOB,             -- as in response, col 0 only; behind them the key
                             -- of a row whose key no repaired row takes up
    print  INTEGER NOT NULL DEFAULT 0, -- hash of the row's cells
    written INTEGER NOT NULL DEFAULT 0, -- of a row that could not be split: the
                                        -- same as do_poprawy shows it
    gone_by INTEGER REFERENCES import  -- the repair that loaded the row
) STRICT;
CREATE INDEX reject_at ON reject (import, record);

CREATE TABLE invited (
    wave        INTEGER NOT NULL REFERENCES wave,
    gmina       TEXT NOT NULL REFERENCES gmina,
    grp         TEXT NOT NULL,
    institution TEXT NOT NULL DEFAULT '', -- '' : a number only
    n           INTEGER NOT NULL CHECK (n >= 0),
    id          INTEGER REFERENCES institution, -- NULL: a number only
    names       INTEGER CHECK (names IN (0, 1)), -- consents given with the
    voice       INTEGER CHECK (voice IN (0, 1)), -- invitation; NULL: not known
    PRIMARY KEY (wave, gmina, grp, institution)
) STRICT, WITHOUT ROWID;

-- One version of one decision of the analyst: live rows have gone_by NULL, as
-- in response.  answer '' takes an earlier decision back.
CREATE TABLE decision (
    id       INTEGER PRIMARY KEY,
    wave     INTEGER NOT NULL REFERENCES wave,
    gmina    TEXT NOT NULL REFERENCES gmina,
    question TEXT NOT NULL, -- a kind, or KIND.SUBJECT: ingest/decision.def
    answer   TEXT NOT NULL,
    ts       TEXT NOT NULL, -- day it holds from; of the decision when not said
    source   TEXT NOT NULL DEFAULT '', -- who says so
    import   INTEGER REFERENCES import,
    record   INTEGER NOT NULL DEFAULT 0,
    gone_by  INTEGER REFERENCES import
) STRICT;
CREATE UNIQUE INDEX decision_live ON decision (wave, gmina, question)
    WHERE gone_by IS NULL;

-- Two names of one institution, by the analyst's decisions; rebuilt from them.
CREATE TABLE alias (
    institution INTEGER PRIMARY KEY REFERENCES institution,
    same_as     INTEGER NOT NULL REFERENCES institution
) STRICT;

-- Every number of the analysis, at full precision; never read by the report.
-- A gmina's rows stand together in JSON, an array of arrays in the order of the
-- columns of view `result`: millions of rows of their own cost more than what
-- they say.  part 0: what follows from the gmina's own answers, 1: what other
-- gminas move, 2: what is said of all of them together; seq: two lists fit in a
-- page (LIST_MAX in results.c).  Not WITHOUT ROWID, nor is memo: rows that large
-- leave the pages of an index, and each comparison on the way to one would read
-- another whole.
CREATE TABLE result_list (
    wave  INTEGER NOT NULL REFERENCES wave,
    gmina TEXT NOT NULL,
    part  INTEGER NOT NULL,
    seq   INTEGER NOT NULL,
    list  TEXT NOT NULL,
    PRIMARY KEY (wave, gmina, part, seq)
) STRICT;

-- What the analysis need not work out again (core/store/memos.h): a cache, may
-- be emptied.  input: a hash of all that data was made from, program included.
CREATE TABLE memo (
    wave  INTEGER NOT NULL REFERENCES wave,
    name  TEXT NOT NULL, -- a TERYT code, alone or behind k. w., or 14.jst
    input BLOB NOT NULL,
    data  BLOB NOT NULL,
    PRIMARY KEY (wave, name)
) STRICT;

CREATE VIEW result AS
    SELECT l.wave, l.gmina,
           json_extract(r.value, '$[0]') AS grp,
           json_extract(r.value, '$[1]') AS key,
           json_extract(r.value, '$[2]') AS n,
           json_extract(r.value, '$[3]') AS total,
           json_extract(r.value, '$[4]') AS value,
           json_extract(r.value, '$[5]') AS lo,
           json_extract(r.value, '$[6]') AS hi,
           json_extract(r.value, '$[7]') AS state,
           json_extract(r.value, '$[8]') AS reason
    FROM result_list l, json_each(l.list) r;

-- What may be shown, rounded as shown; docs/cells.md lists the keys.
-- edition is a set of bits: 1 residents, 2 partners, 4 moderator, 8 analyst,
-- 16 overview, 32 after the workshop.  gmina is also the two digits of a voivodeship: what is pooled.
CREATE TABLE cell (
    wave    INTEGER NOT NULL REFERENCES wave,
    gmina   TEXT NOT NULL,
    grp     TEXT NOT NULL,
    key     TEXT NOT NULL,
    edition INTEGER NOT NULL CHECK (edition BETWEEN 1 AND 63),
    n       INTEGER,
    total   INTEGER,
    value   REAL,
    lo      REAL,
    hi      REAL,
    state   TEXT NOT NULL DEFAULT '',
    reason  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (wave, gmina, grp, key)
) STRICT, WITHOUT ROWID;

-- How often a gmina's cells (or who may be named) have changed: a report made
-- of the same revision need not read them.
CREATE TABLE revision (
    wave  INTEGER NOT NULL REFERENCES wave,
    gmina TEXT NOT NULL,
    n     INTEGER NOT NULL,
    PRIMARY KEY (wave, gmina)
) STRICT, WITHOUT ROWID;

-- What a key means, in Polish: rewritten by each analysis from its tables, so
-- that a new index needs no change in the report.
CREATE TABLE measure (
    key   TEXT PRIMARY KEY,
    kind  TEXT NOT NULL, -- index dimension barrier priority resource rule ...
    ord   INTEGER NOT NULL,
    name  TEXT NOT NULL, -- "Motywacja"
    about TEXT NOT NULL DEFAULT '', -- one sentence for the method page
    low   TEXT NOT NULL DEFAULT '', -- end of the scale at 0
    high  TEXT NOT NULL DEFAULT ''  -- end of the scale at 100
) STRICT, WITHOUT ROWID;

CREATE TABLE parameter (
    wave   INTEGER NOT NULL,
    name   TEXT NOT NULL,
    value  REAL NOT NULL,
    unit   TEXT NOT NULL,
    about  TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (wave, name)
) STRICT, WITHOUT ROWID;

-- From then on the gmina's cells are final; a correction has a number.
CREATE TABLE freeze (
    wave       INTEGER NOT NULL REFERENCES wave,
    gmina      TEXT NOT NULL REFERENCES gmina,
    correction INTEGER NOT NULL DEFAULT 0,
    ts         TEXT NOT NULL,
    reason     TEXT NOT NULL DEFAULT '',
    settings   INTEGER NOT NULL, -- of frozen_setting: what its cells stand on
    PRIMARY KEY (wave, gmina, correction)
) STRICT, WITHOUT ROWID;

-- What stood in `parameter` at a freeze; gminas frozen alike share a set.
CREATE TABLE frozen_setting (
    settings INTEGER NOT NULL,
    name     TEXT NOT NULL,
    value    REAL NOT NULL,
    unit     TEXT NOT NULL,
    PRIMARY KEY (settings, name)
) STRICT, WITHOUT ROWID;

-- What all gminas of a voivodeship give together, of the last analysis: spread
-- within groups, quartiles.
CREATE TABLE pooled (
    wave   INTEGER NOT NULL REFERENCES wave,
    region TEXT NOT NULL, -- first two digits of TERYT
    grp    TEXT NOT NULL,
    key    TEXT NOT NULL,
    name   TEXT NOT NULL, -- phi sd df t, gminy q1 q2 q3
    value  REAL NOT NULL,
    PRIMARY KEY (wave, region, grp, key, name)
) STRICT, WITHOUT ROWID;

-- Every version of a gmina's cells that was made final, and the pooled values
-- it used: never changed, so that a correction can be held against all that
-- has left the house, and so that later gminas do not move a frozen one.
CREATE TABLE frozen_cell (
    wave       INTEGER NOT NULL REFERENCES wave,
    gmina      TEXT NOT NULL,
    correction INTEGER NOT NULL,
    grp        TEXT NOT NULL,
    key        TEXT NOT NULL,
    edition    INTEGER NOT NULL,
    n          INTEGER,
    total      INTEGER,
    value      REAL,
    lo         REAL,
    hi         REAL,
    state      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    PRIMARY KEY (wave, gmina, correction, grp, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE frozen_basis (
    wave       INTEGER NOT NULL REFERENCES wave,
    gmina      TEXT NOT NULL,
    correction INTEGER NOT NULL,
    grp        TEXT NOT NULL,
    key        TEXT NOT NULL,
    name       TEXT NOT NULL,
    value      REAL NOT NULL,
    PRIMARY KEY (wave, gmina, correction, grp, key, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
    wave    INTEGER NOT NULL REFERENCES wave,
    gmina   TEXT NOT NULL,
    edition TEXT NOT NULL,
    format  TEXT NOT NULL,
    path    TEXT NOT NULL, -- relative to raporty/
    blocks  TEXT NOT NULL, -- hash of the blocks it was made from
    inputs  TEXT NOT NULL, -- SHA-256 of what the blocks were made from: by the
                           -- revision of the cells, and by the cells used
    version INTEGER NOT NULL, -- 1, or 1 + number of the correction
    sha256  TEXT NOT NULL, -- of the file
    issued  TEXT NOT NULL, -- of the first file of a final version: a lost one
                           -- that is made again may be another
    bytes   INTEGER NOT NULL, -- size and time of the file as we left it: while
    mtime   INTEGER NOT NULL, -- they stand (ns), its bytes need not be read
    state   TEXT NOT NULL CHECK (state IN ('ready', 'out')),
    ts      TEXT NOT NULL,
    PRIMARY KEY (wave, gmina, edition, format)
) STRICT, WITHOUT ROWID;

-- Register of cells that have left the house in a final document.
CREATE TABLE published (
    wave    INTEGER NOT NULL,
    gmina   TEXT NOT NULL,
    grp     TEXT NOT NULL,
    key     TEXT NOT NULL,
    edition TEXT NOT NULL,
    sha256  TEXT NOT NULL, -- of the document
    value   TEXT NOT NULL, -- the cell as printed
    correction INTEGER NOT NULL DEFAULT 0, -- version of the gmina's cells
    ts      TEXT NOT NULL,
    PRIMARY KEY (wave, gmina, grp, key, edition, sha256)
) STRICT, WITHOUT ROWID;

-- A line a run.
CREATE TABLE run (
    id       INTEGER PRIMARY KEY,
    ts       TEXT NOT NULL,
    who      TEXT NOT NULL,
    part     TEXT NOT NULL CHECK (part IN ('all', 'ingest')),
    files    INTEGER NOT NULL, -- taken from the inbox
    made     INTEGER NOT NULL, -- documents
    withheld INTEGER NOT NULL,
    exit     INTEGER NOT NULL,
    said     TEXT NOT NULL DEFAULT '', -- problems: codes and how often
    worked   INTEGER NOT NULL DEFAULT 1 CHECK (worked IN (0, 1)) -- found
                                        -- something to do
) STRICT;

-- Institutions that agreed to be named with what they offer.
CREATE TABLE shown (
    institution INTEGER NOT NULL REFERENCES institution,
    wave        INTEGER NOT NULL REFERENCES wave,
    sector      TEXT NOT NULL,
    PRIMARY KEY (wave, institution)
) STRICT, WITHOUT ROWID;

CREATE VIEW institution_shown AS
    SELECT s.wave, i.id, i.gmina, i.grp, s.sector, i.name
    -- CROSS: from the few institutions of a gmina, never from all shown ones.
    FROM institution i CROSS JOIN shown s ON s.institution = i.id;
