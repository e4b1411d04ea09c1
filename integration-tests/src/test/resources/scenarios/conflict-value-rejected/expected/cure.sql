ALTER TABLE item ALTER name TYPE text;
