--liquibase formatted sql

--changeset shop:1
CREATE TABLE liquibase_was_here (id bigint PRIMARY KEY);
