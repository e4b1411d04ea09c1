CREATE TABLE c (id varchar(20) PRIMARY KEY, note text);
CREATE TABLE p (id varchar(20) COLLATE utf8mb4_general_ci PRIMARY KEY, other varchar(20) UNIQUE);
CREATE TABLE n (id numeric(9, 2) PRIMARY KEY, note text);
INSERT INTO c VALUES ('straße', 'a'), ('café', 'b'), ('x', 'c');
INSERT INTO p VALUES ('a', 'A'), ('b', 'B');
INSERT INTO n VALUES (1, 'a');
