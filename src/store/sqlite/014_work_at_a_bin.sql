-- Work at a bin, and the sheets that a piece was counted on, are found without reading all the other work and sheets.
CREATE INDEX tasks_by_bin ON tasks (location, kind, state);
CREATE INDEX count_lines_by_serial ON count_lines (item, serial);
