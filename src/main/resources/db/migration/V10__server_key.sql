-- The key that all servers of this database prove themselves to Omikrons with: made by the first start. The private key is encrypted.
create table server_key (
    id          integer not null primary key,
    public_key  varchar,
    private_key varchar
);
insert into server_key (id) values (1);
