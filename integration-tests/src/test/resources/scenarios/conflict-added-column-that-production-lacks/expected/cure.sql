ALTER TABLE item ADD COLUMN colour text;
