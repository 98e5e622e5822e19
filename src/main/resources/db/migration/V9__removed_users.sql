-- Users that were removed, each with a number: the numbers are in the order of the commits, so that what is new is what has a greater one.
create table removed_user (
    user_id        bigint                   not null primary key,
    removal_number bigint                   not null unique,
    removed_at     timestamp with time zone not null
);

-- One row, locked until the removal that counts has committed.
create table removal_count (
    id          integer not null primary key,
    last_number bigint  not null
);
insert into removal_count values (1, 0);

-- Removed users whose notices their receivers still have pending; whichever node has taken one has it until then.
create table removed_sender (
    user_id     bigint not null primary key,
    taken_until timestamp with time zone
);
create index pending_pairs_of_sender on pending_pair (sender_id, receiver_id);
