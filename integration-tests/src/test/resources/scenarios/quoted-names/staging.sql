CREATE SCHEMA "Größe 1";
CREATE SCHEMA "select";
CREATE TABLE "Größe 1"."Order Détails" ("ID" int PRIMARY KEY, "select" text, "ключ" text, "quo""te" text, "a.b" text, "😀" text, "UPPER" text, lower text, "it's" text, "q?mark" text, "back\slash" text);
CREATE TABLE "select"."from" ("where" int REFERENCES "Größe 1"."Order Détails", "group" text, PRIMARY KEY ("where", "group"));
CREATE UNIQUE INDEX "Idx ""1"" x" ON "Größe 1"."Order Détails" ("ключ");
CREATE TABLE "table.with.dots" ("Id" int PRIMARY KEY, "dollar$1" text);
CREATE TABLE plain (id int PRIMARY KEY);
CREATE TABLE "Plain" (id int PRIMARY KEY);
