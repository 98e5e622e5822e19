-- Runs on H2 and on PostgreSQL alike.
create table iota (
    iota_id    bigint  not null primary key,
    public_key varchar not null
);

create table users (
    user_id        bigint  not null primary key,
    username       varchar not null unique,
    display        varchar,
    public_key     varchar not null,
    iota_id        bigint  not null references iota,
    sub_level      integer not null,
    sub_end        bigint  not null,
    about          varchar,
    avatar         bytea,
    status_message varchar
);
create index users_of_iota on users (iota_id);

create table omikron (
    omikron_id bigint not null primary key,
    public_key bytea  not null
);

create table mailbox (
    user_id  bigint not null primary key references users,
    revision bigint not null
);

-- The sender has no foreign key: the lock it takes would let two mailboxes of each other's owners deadlock.
create table pending_pair (
    receiver_id bigint                   not null references mailbox,
    sender_id   bigint                   not null,
    amount      bigint                   not null check (amount >= 0),
    revision    bigint                   not null,
    changed_at  timestamp with time zone not null,
    primary key (receiver_id, sender_id),
    unique (receiver_id, revision)
);
