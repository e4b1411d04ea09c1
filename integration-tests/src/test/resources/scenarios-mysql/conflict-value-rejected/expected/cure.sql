ALTER TABLE item MODIFY name text;
