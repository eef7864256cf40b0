-- What is found of the towns of a place together: the place by its code or zone; town_id is empty then.
ALTER TABLE findings_unplaced ADD COLUMN place TEXT;
ALTER TABLE faults ADD COLUMN place TEXT;
