CREATE TABLE booking (id int PRIMARY KEY, during int4range NOT NULL, EXCLUDE USING gist (during WITH &&));
CREATE TABLE calm (id int PRIMARY KEY, during int4range NOT NULL, EXCLUDE USING gist (during WITH &&) DEFERRABLE INITIALLY DEFERRED);
INSERT INTO booking VALUES (1, '[0,10)'), (2, '[10,20)'), (3, '[20,30)');
INSERT INTO calm VALUES (1, '[0,10)'), (2, '[10,20)');
