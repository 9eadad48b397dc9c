CREATE SEQUENCE purchase_order_seq INCREMENT BY 10;

CREATE TABLE purchase_order (
    id       bigint PRIMARY KEY,
    customer text    NOT NULL,
    items    integer NOT NULL,
    version  integer NOT NULL
);
