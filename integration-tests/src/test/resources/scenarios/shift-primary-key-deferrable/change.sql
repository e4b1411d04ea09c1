UPDATE item SET id = id + 1;
UPDATE item SET id = 202 - id;
