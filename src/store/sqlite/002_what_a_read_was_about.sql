-- What a read was about: refused reads are counted by item and location. Older reads say nothing of it.
ALTER TABLE read_results ADD COLUMN item TEXT;
ALTER TABLE read_results ADD COLUMN location TEXT;
