INSERT INTO item VALUES (1, '', '', '', '', ''), (2, NULL, NULL, NULL, NULL, NULL), (3, 'NULL', 'null', 'nul', x'00', 'NULL'), (4, ' ', ' ', ' ', x'20', ' '), (5, '\\N', '\\.', '""', x'5c4e', '{}');
UPDATE item SET a = NULL, b = '', c = NULL WHERE id = 1;
UPDATE item SET a = '', b = NULL, d = '', e = '' WHERE id = 2;
INSERT INTO item VALUES (10, 'tab\there\nnew line\rreturn\\ back \0 nul', '\t\n', '\n', x'000102ff', 'a,b "q" \\ \n {x} ÄÖ€');
