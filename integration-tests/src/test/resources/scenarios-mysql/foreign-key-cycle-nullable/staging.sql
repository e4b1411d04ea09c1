CREATE TABLE team (id int PRIMARY KEY, lead_id int);
CREATE TABLE person (id int PRIMARY KEY, team_id int NOT NULL, FOREIGN KEY (team_id) REFERENCES team (id));
ALTER TABLE team ADD CONSTRAINT team_lead FOREIGN KEY (lead_id) REFERENCES person (id);
