INSERT INTO item VALUES (1, '', '', '', '', '{}'), (2, NULL, NULL, NULL, NULL, NULL), (3, 'NULL', 'null', 'nul', '\x00', '{NULL,"",null,"NULL"}'), (4, ' ', ' ', ' ', '\x20', '{" "}'), (5, '\N', '\.', '""', '\x5c4e', '{"\\N","{}"}');
UPDATE item SET a = NULL, b = '', c = NULL WHERE id = 1;
UPDATE item SET a = '', b = NULL, d = '', e = '{""}' WHERE id = 2;
INSERT INTO item SELECT 10, E'tab\there\nnew line\rreturn\\ back', E'\t\n', E'\n', decode('000102ff', 'hex'), ARRAY[E'a,b', E'"q"', E'\\', E'\n', '{x}'];
