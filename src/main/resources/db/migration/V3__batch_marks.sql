-- One row a server start; forgotten with the tombstones.
create table batch_mark (
    batcher    varchar(36)              not null primary key,
    last_batch bigint                   not null,
    used_at    timestamp with time zone not null
);
