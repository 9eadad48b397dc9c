-- A railway's database: all that MariaDB tables are made of, in about forty of them.
CREATE DATABASE depot CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE SEQUENCE ticket_number START WITH 500 INCREMENT BY 10;
CREATE TABLE station (
  id INT AUTO_INCREMENT PRIMARY KEY,
  code CHAR(4) NOT NULL UNIQUE,
  name VARCHAR(80) COLLATE utf8mb4_unicode_ci NOT NULL,
  spot POINT,
  opened YEAR,
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  KEY by_name (name, opened));
CREATE TABLE platform (
  station_id INT NOT NULL,
  number TINYINT UNSIGNED NOT NULL,
  length DECIMAL(7,2) ZEROFILL,
  length_feet DECIMAL(12,4) AS (length * 3.28084) STORED,
  label VARCHAR(90) AS (CONCAT('P', number)) VIRTUAL,
  covered BOOLEAN NOT NULL DEFAULT 0,
  PRIMARY KEY (station_id, number),
  CONSTRAINT platform_station FOREIGN KEY (station_id) REFERENCES station (id) ON DELETE CASCADE);
CREATE TABLE driver (
  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  train_id INT UNSIGNED,
  name VARCHAR(60) NOT NULL,
  licence SET('steam', 'diesel', 'electric', 'mag-lev') NOT NULL DEFAULT 'steam',
  mood ENUM('good', 'Bad', 'it''s complicated', 'müde') DEFAULT 'good',
  born DATE);
CREATE TABLE train (
  id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
  driver_id BIGINT UNSIGNED,
  coupled_to INT UNSIGNED,
  name VARCHAR(100) CHARACTER SET utf8mb3 NOT NULL DEFAULT 'no name',
  details JSON,
  top_speed FLOAT, weight DOUBLE,
  KEY (name(10)),
  CONSTRAINT train_driver FOREIGN KEY (driver_id) REFERENCES driver (id) ON DELETE SET NULL,
  CONSTRAINT train_coupled FOREIGN KEY (coupled_to) REFERENCES train (id));
ALTER TABLE driver ADD CONSTRAINT driver_train FOREIGN KEY (train_id) REFERENCES train (id);
CREATE TABLE journey (
  id BIGINT AUTO_INCREMENT,
  on_day DATE NOT NULL,
  train_id INT UNSIGNED,
  delay TIME(3),
  remark TEXT,
  PRIMARY KEY (id, on_day)) PARTITION BY RANGE (YEAR(on_day)) (
  PARTITION p_old VALUES LESS THAN (2000), PARTITION p_now VALUES LESS THAN (2030), PARTITION p_rest VALUES LESS THAN MAXVALUE);
CREATE TABLE signal_state (
  signal_no INT NOT NULL,
  at DATETIME(6) NOT NULL,
  lamp BIT(5),
  volts DECIMAL(30,10),
  PRIMARY KEY (signal_no, at)) PARTITION BY HASH (signal_no) PARTITIONS 3;
CREATE TABLE fare (
  zone BOOLEAN NOT NULL,
  class CHAR(1) NOT NULL,
  amount DECIMAL(12,2),
  PRIMARY KEY (zone, class)) PARTITION BY LIST (zone) (PARTITION a VALUES IN (0), PARTITION b VALUES IN (1));
CREATE TABLE ticket (
  id BIGINT NOT NULL DEFAULT NEXTVAL(ticket_number) PRIMARY KEY,
  holder VARCHAR(50),
  code VARCHAR(36) NOT NULL DEFAULT UUID(),
  price DECIMAL(10,2) DEFAULT (1.5 + 1),
  CHECK (price < 100000000));
CREATE TABLE voucher (
  id BIGINT NOT NULL DEFAULT NEXTVAL(ticket_number) PRIMARY KEY,
  ticket_id BIGINT,
  note TINYTEXT,
  CONSTRAINT voucher_ticket FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE);
CREATE TABLE clerk (
  id INT AUTO_INCREMENT PRIMARY KEY,
  boss INT,
  name VARCHAR(40) COLLATE utf8mb4_bin NOT NULL,
  UNIQUE KEY one_name (name, boss),
  CONSTRAINT clerk_boss FOREIGN KEY (boss) REFERENCES clerk (id));
CREATE TABLE `order` (
  `select` INT PRIMARY KEY,
  `from` VARCHAR(60),
  `group` INT,
  `limit` BIGINT,
  KEY `order by` (`from`, `limit` DESC),
  CONSTRAINT `order group` FOREIGN KEY (`group`) REFERENCES `order` (`select`));
CREATE TABLE `Mixed Case` (
  `Id` INT AUTO_INCREMENT PRIMARY KEY,
  `First Name` VARCHAR(40),
  `lastName` VARCHAR(40),
  `we``ird` INT,
  `back\\slash` INT,
  UNIQUE KEY `Names Only Once` (`First Name`, `lastName`));
CREATE TABLE `Straße` (
  `Größe` DECIMAL(10,2) PRIMARY KEY,
  `naïve` VARCHAR(30),
  `日付` DATE);
CREATE TABLE depot.`Desk.Top` (
  `no.` SMALLINT,
  `Room` CHAR(4) COLLATE utf8mb4_bin,
  day DATE,
  PRIMARY KEY (`Room`, `no.`, day));
CREATE TABLE depot.`$dollar` (a$b INT PRIMARY KEY, `?` VARCHAR(20), `:x` VARCHAR(20), `100%` VARCHAR(20));
CREATE TABLE key_text_ci (id VARCHAR(60) COLLATE utf8mb4_general_ci PRIMARY KEY, note VARCHAR(50));
CREATE TABLE key_text_bin (id VARCHAR(60) COLLATE utf8mb4_bin PRIMARY KEY, note VARCHAR(50));
CREATE TABLE key_latin (id VARCHAR(60) CHARACTER SET latin1 COLLATE latin1_general_cs PRIMARY KEY, note VARCHAR(50));
CREATE TABLE key_char (id CHAR(10) COLLATE utf8mb4_bin PRIMARY KEY, note VARCHAR(50));
CREATE TABLE key_binary (id BINARY(16) PRIMARY KEY, note VARCHAR(50));
CREATE TABLE key_varbinary (id VARBINARY(40) PRIMARY KEY, note VARCHAR(50));
CREATE TABLE key_date (id DATE PRIMARY KEY, note VARCHAR(50));
CREATE TABLE key_decimal (id DECIMAL(18,6) PRIMARY KEY, note VARCHAR(50));
CREATE TABLE key_time (id DATETIME(3) PRIMARY KEY, note VARCHAR(50));
CREATE TABLE key_unsigned (id BIGINT UNSIGNED PRIMARY KEY, note VARCHAR(50));
CREATE TABLE article (
  id INT PRIMARY KEY, slug VARCHAR(200), body MEDIUMTEXT, raw BLOB, stars TINYINT(1), shown TINYINT(1),
  KEY slug_start (slug(20)), KEY body_start (body(100)), KEY raw_start (raw(50)),
  UNIQUE KEY an_index_whose_name_is_as_long_as_a_name_may_be_here_number_one (slug, id),
  UNIQUE KEY an_index_whose_name_is_as_long_as_a_name_may_be_here_number_two (id, slug));
INSERT INTO article (id, slug, stars, shown, body) VALUES (1, 'first', 3, 1, CONCAT(SHA2(1, 512), SHA2(2, 512), SHA2(3, 512), SHA2(4, 512), SHA2(5, 512), SHA2(6, 512), SHA2(7, 512), SHA2(8, 512), SHA2(9, 512), SHA2(10, 512), SHA2(11, 512), SHA2(12, 512), SHA2(13, 512), SHA2(14, 512), SHA2(15, 512), SHA2(16, 512), SHA2(17, 512), SHA2(18, 512), SHA2(19, 512), SHA2(20, 512), SHA2(21, 512), SHA2(22, 512), SHA2(23, 512), SHA2(24, 512), SHA2(25, 512), SHA2(26, 512), SHA2(27, 512), SHA2(28, 512), SHA2(29, 512), SHA2(30, 512)));
CREATE TABLE turnstile (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, note VARCHAR(50));
CREATE TABLE key_uuid (id UUID PRIMARY KEY DEFAULT UUID(), note VARCHAR(50));
CREATE TABLE key_big (a INT, b VARCHAR(20) COLLATE utf8mb4_bin, c BIGINT UNSIGNED, d DATE, note VARCHAR(50), PRIMARY KEY (c, b, a, d));
CREATE TABLE stub (serial_no VARCHAR(20) COLLATE utf8mb4_bin NOT NULL UNIQUE, holder VARCHAR(40), paid DECIMAL(8,2));
CREATE TABLE log_line (at DATETIME, line TEXT);
CREATE TABLE counter_first (region INT, n INT AUTO_INCREMENT, v INT, PRIMARY KEY (region, n), KEY (n));
CREATE TABLE text_sizes (
  id INT PRIMARY KEY, a TINYTEXT, b TEXT, c MEDIUMTEXT, d LONGTEXT,
  latin TEXT CHARACTER SET latin1, three VARCHAR(40) CHARACTER SET utf8mb3, bin VARCHAR(40) COLLATE utf8mb4_bin,
  FULLTEXT KEY words (b));
CREATE TABLE blob_sizes (id INT PRIMARY KEY, a TINYBLOB, b BLOB, c MEDIUMBLOB, d LONGBLOB, e VARBINARY(30), f BINARY(5));
CREATE TABLE numbers (
  id INT PRIMARY KEY, t TINYINT, tu TINYINT UNSIGNED, s SMALLINT, su SMALLINT UNSIGNED, m MEDIUMINT, mu MEDIUMINT UNSIGNED,
  i INT, iu INT UNSIGNED, b BIGINT, bu BIGINT UNSIGNED, z INT(8) UNSIGNED ZEROFILL, f FLOAT, d DOUBLE, n DECIMAL(38,10), o BOOLEAN,
  bits BIT(64));
CREATE TABLE times (
  id INT PRIMARY KEY, d DATE, dt DATETIME, dt6 DATETIME(6), ts TIMESTAMP NULL, ts6 TIMESTAMP(6) NULL, t TIME, t6 TIME(6), y YEAR);
CREATE TABLE odd_dates (id INT PRIMARY KEY, d DATE NOT NULL DEFAULT '0000-00-00', dt DATETIME NOT NULL DEFAULT '0000-00-00 00:00:00');
CREATE TABLE shapes (id INT PRIMARY KEY, g GEOMETRY NOT NULL, l LINESTRING, SPATIAL KEY (g));
CREATE TABLE network (id INT PRIMARY KEY, host INET6, json_doc JSON, CONSTRAINT net_check CHECK (id <> 13));
CREATE TABLE history_of (id INT PRIMARY KEY, v VARCHAR(30)) WITH SYSTEM VERSIONING;
CREATE TABLE unique_ci (id INT PRIMARY KEY, name VARCHAR(30) COLLATE utf8mb4_general_ci UNIQUE);
CREATE TABLE empty_one (id INT PRIMARY KEY, nothing VARCHAR(10));
CREATE TABLE only_key (a INT, b VARCHAR(20) COLLATE utf8mb4_bin, PRIMARY KEY (a, b));
CREATE TABLE depot.wagon (
  owner CHAR(3) COLLATE utf8mb4_bin NOT NULL,
  number INT NOT NULL,
  weight DECIMAL(12,3) DEFAULT 0,
  PRIMARY KEY (owner, number));
CREATE TABLE depot.load_of (
  id INT AUTO_INCREMENT PRIMARY KEY,
  owner CHAR(3) COLLATE utf8mb4_bin,
  number INT,
  what VARCHAR(60) INVISIBLE DEFAULT 'coal',
  INDEX (what),
  CONSTRAINT load_wagon FOREIGN KEY (owner, number) REFERENCES depot.wagon (owner, number) ON DELETE SET NULL ON UPDATE CASCADE);
CREATE VIEW covered_platform AS SELECT * FROM platform WHERE covered;
CREATE TRIGGER clerk_name BEFORE INSERT ON clerk FOR EACH ROW SET NEW.name = TRIM(NEW.name);
CREATE EVENT yearly ON SCHEDULE EVERY 1 YEAR DO DELETE FROM log_line WHERE at < '1900-01-01';
