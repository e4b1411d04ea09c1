-- What only production has: a trigger that sees every line of the ledger arrive, however the publisher writes it.
CREATE TABLE audit_seen (transaction bigint NOT NULL, line int NOT NULL, by_transaction bigint NOT NULL);
CREATE TRIGGER see AFTER INSERT ON ledger FOR EACH ROW
    INSERT INTO audit_seen SELECT NEW.transaction, NEW.line, trx_id FROM information_schema.innodb_trx WHERE trx_mysql_thread_id = connection_id();
