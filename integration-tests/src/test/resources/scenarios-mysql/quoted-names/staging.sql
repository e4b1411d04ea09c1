CREATE TABLE `Order Détails` (`ID` int PRIMARY KEY, `select` text, `ключ` varchar(9), `quo``te` text, `a.b` text, `UPPER` text, `it's` text, `q?mark` text, `back\slash` text, `d"q` text);
CREATE TABLE `from` (`where` int, `group` varchar(9), PRIMARY KEY (`where`, `group`), FOREIGN KEY (`where`) REFERENCES `Order Détails` (`ID`));
CREATE UNIQUE INDEX `Idx ``1`` x` ON `Order Détails` (`ключ`);
CREATE TABLE `table.with.dots` (`Id` int PRIMARY KEY, `dollar$1` text);
