-- What each device has learnt of the networks that it was in last: for how long a path there may be silent. It goes with its device.
create table device_network (
    user_id     bigint                   not null,
    device_id   varchar(64)              not null,
    network     varchar(50)              not null,
    held_ms     bigint                   not null,
    rests_until timestamp with time zone not null,
    open_ms     bigint                   not null,
    opened_at   timestamp with time zone not null,
    last_seen   timestamp with time zone not null,
    primary key (user_id, device_id, network),
    foreign key (user_id, device_id) references device on delete cascade
);
create index networks_of_device on device_network (device_id);
