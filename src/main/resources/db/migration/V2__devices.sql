-- No foreign key to users: cursors are written in batches, and one of a user that is gone must not fail the others.
create table device (
    user_id         bigint                   not null,
    fingerprint     varchar(64)              not null,
    cursor_revision bigint                   not null,
    last_seen       timestamp with time zone not null,
    primary key (user_id, fingerprint)
);
