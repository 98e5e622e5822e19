-- Accounts are made, changed and removed. What a node of the version before writes meanwhile has defaults. Nothing here binds what is stored already.
alter table users add column version bigint default 1 not null;
alter table users add column username_key varchar;
alter table users add column display_key varchar;
alter table users add column reset_token_hash varchar(64);
alter table iota add column version bigint default 1 not null;
alter table omikron add column version bigint default 1 not null;
alter table omikron add column location varchar;
alter table omikron add column ip_address varchar;

-- The last id of each kind that was given out, over all nodes.
create table id_source (
    kind    varchar(16) not null primary key,
    last_id bigint      not null
);
insert into id_source (kind, last_id) values ('users', 0), ('iotas', 0), ('omikrons', 0);

-- What was answered to a request that is not to be done twice (Idempotency-Key), for a day.
create table repeated_answer (
    key_hash     varchar(64)              not null primary key,
    request_hash varchar(64)              not null,
    answer       varchar                  not null,
    answered_at  timestamp with time zone not null
);
create index repeated_answers_by_time on repeated_answer (answered_at);

-- Ids that Omikrons asked for and have not registered yet.
create table reserved_user (
    user_id        bigint                   not null primary key,
    omikron_id     bigint                   not null,
    reserved_until timestamp with time zone not null
);
create index reserved_users_of_omikron on reserved_user (omikron_id);

-- Wrong reset tokens since a time, for each user that had one.
create table reset_attempts (
    user_id bigint                   not null primary key,
    wrong   integer                  not null,
    since   timestamp with time zone not null
);
