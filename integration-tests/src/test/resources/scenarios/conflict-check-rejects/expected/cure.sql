ALTER TABLE item DROP CONSTRAINT price_is_positive;
