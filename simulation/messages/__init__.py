"""What is written to a reader, in Chinese and English: catalogues that a translator edits, and what reads them.

- `locales/<language>/LC_MESSAGES/<domain>.po`: the catalogues, a file per language and family of tables; a message is
  a table (msgctxt), a key (msgid) and its words (msgstr), English being a translation like Chinese
- `labels`: `Label`, one thing in both languages, and how a table of them is read
- `catalogues`: `labels_of(domain, table)`, a table of a catalogue; it reads the compiled `.mo` next to the `.po`
- `make_catalogues`: checks every `.po` and compiles it; run it after an edit
"""
