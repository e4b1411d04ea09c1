CREATE TABLE item (id bigint AUTO_INCREMENT PRIMARY KEY, name varchar(20));
