CREATE TABLE public.batch_mark (
    batcher character varying(36) NOT NULL,
    last_batch bigint NOT NULL,
    used_at timestamp with time zone NOT NULL
);
CREATE TABLE public.device (
    user_id bigint NOT NULL,
    device_id character varying(64) NOT NULL,
    cursor_revision bigint NOT NULL,
    last_seen timestamp with time zone,
    name character varying(100),
    serial character varying(40),
    fingerprint character varying(64),
    enrolled_at timestamp with time zone,
    claim bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.enrolment_code (
    code_hash character varying(64) NOT NULL,
    user_id bigint NOT NULL,
    name character varying(100),
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.flyway_schema_history (
    installed_rank integer NOT NULL,
    version character varying(50),
    description character varying(200) NOT NULL,
    type character varying(20) NOT NULL,
    script character varying(1000) NOT NULL,
    checksum integer,
    installed_by character varying(100) NOT NULL,
    installed_on timestamp without time zone DEFAULT now() NOT NULL,
    execution_time integer NOT NULL,
    success boolean NOT NULL
);
CREATE TABLE public.iota (
    iota_id bigint NOT NULL,
    public_key character varying NOT NULL
);
CREATE TABLE public.mailbox (
    user_id bigint NOT NULL,
    revision bigint NOT NULL
);
CREATE TABLE public.omikron (
    omikron_id bigint NOT NULL,
    public_key bytea NOT NULL
);
CREATE TABLE public.pending_pair (
    receiver_id bigint NOT NULL,
    sender_id bigint NOT NULL,
    amount bigint NOT NULL,
    revision bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT pending_pair_amount_check CHECK ((amount >= 0))
);
CREATE TABLE public.revoked_device (
    device_id character varying(64) NOT NULL,
    revoked_at timestamp with time zone NOT NULL
);
CREATE TABLE public.users (
    user_id bigint NOT NULL,
    username character varying NOT NULL,
    display character varying,
    public_key character varying NOT NULL,
    iota_id bigint NOT NULL,
    sub_level integer NOT NULL,
    sub_end bigint NOT NULL,
    about character varying,
    avatar bytea,
    status_message character varying
);
INSERT INTO public.batch_mark VALUES ('e63230b6-8245-4b99-a8b4-e4d88ae06976', 2, '2026-11-29 01:20:12.016394+00');
INSERT INTO public.device VALUES (42, 'ee9e9559f61d155c93d203f6f31ecdae', 0, NULL, 'lost', 'f164bb33c969ccf3601d39bdd38370dd', 'cc04af5cf097b3a2e6474372a6a86c6be1b232eb6ab6843328dee122f023ecca', '2026-11-29 01:20:16.960501+00', 0);
INSERT INTO public.device VALUES (42, '72b2bfda6cf84bdccd36c6323901aced', 1, '2026-11-29 01:20:57.445015+00', 'phone', '1324647d784bad3fa98e7a24a833513c', 'a66466170c238dd15eb0c3face145b52a60305fee9bbe6740acd4adf92a41f11', '2026-11-29 01:20:10.037734+00', 0);
INSERT INTO public.enrolment_code VALUES ('c52f897ad7d9020aa52d01341a555aedd42823a43667505e5c1710a2625948ae', 7, 'tablet', '2026-11-29 02:20:22+00');
INSERT INTO public.flyway_schema_history VALUES (1, '1', 'accounts and mailboxes', 'SQL', 'V1__accounts_and_mailboxes.sql', 418687242, 'omega', '2026-11-29 01:19:58.538977', 12, true);
INSERT INTO public.flyway_schema_history VALUES (2, '2', 'devices', 'SQL', 'V2__devices.sql', -622446265, 'omega', '2026-11-29 01:19:58.579108', 2, true);
INSERT INTO public.flyway_schema_history VALUES (3, '3', 'batch marks', 'SQL', 'V3__batch_marks.sql', -1819127397, 'omega', '2026-11-29 01:19:58.591157', 2, true);
INSERT INTO public.flyway_schema_history VALUES (4, '4', 'enrolment', 'SQL', 'V4__enrolment.sql', 1558669917, 'omega', '2026-11-29 01:19:58.598343', 6, true);
INSERT INTO public.flyway_schema_history VALUES (5, '5', 'device claims', 'SQL', 'V5__device_claims.sql', -1861638009, 'omega', '2026-11-29 01:19:58.610565', 2, true);
INSERT INTO public.iota VALUES (1001, 'ZGVtbw==');
INSERT INTO public.iota VALUES (1002, 'ZGVtbw==');
INSERT INTO public.mailbox VALUES (42, 1);
INSERT INTO public.omikron VALUES (1, '\xd079c578ff9552fddbf3fec6adb2b1f3d6db59c91b480ab90fbfeff24d2764996728e2760a648972545be5f8379c2d0e32b1d4841247ffd1');
INSERT INTO public.pending_pair VALUES (42, 7, 1, 1, '2026-11-29 01:20:12.016394+00');
INSERT INTO public.revoked_device VALUES ('ee9e9559f61d155c93d203f6f31ecdae', '2026-11-29 01:20:20.664743+00');
INSERT INTO public.users VALUES (42, 'alice', 'Alice', 'ZGVtbw==', 1001, 0, 0, 'A demo user', NULL, NULL);
INSERT INTO public.users VALUES (7, 'bob', 'Bob', 'ZGVtbw==', 1002, 0, 0, 'A demo user', NULL, NULL);
ALTER TABLE ONLY public.batch_mark
    ADD CONSTRAINT batch_mark_pkey PRIMARY KEY (batcher);
ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_pkey PRIMARY KEY (user_id, device_id);
ALTER TABLE ONLY public.enrolment_code
    ADD CONSTRAINT enrolment_code_pkey PRIMARY KEY (code_hash);
ALTER TABLE ONLY public.flyway_schema_history
    ADD CONSTRAINT flyway_schema_history_pk PRIMARY KEY (installed_rank);
ALTER TABLE ONLY public.iota
    ADD CONSTRAINT iota_pkey PRIMARY KEY (iota_id);
ALTER TABLE ONLY public.mailbox
    ADD CONSTRAINT mailbox_pkey PRIMARY KEY (user_id);
ALTER TABLE ONLY public.omikron
    ADD CONSTRAINT omikron_pkey PRIMARY KEY (omikron_id);
ALTER TABLE ONLY public.pending_pair
    ADD CONSTRAINT pending_pair_pkey PRIMARY KEY (receiver_id, sender_id);
ALTER TABLE ONLY public.pending_pair
    ADD CONSTRAINT pending_pair_receiver_id_revision_key UNIQUE (receiver_id, revision);
ALTER TABLE ONLY public.revoked_device
    ADD CONSTRAINT revoked_device_pkey PRIMARY KEY (device_id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (user_id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_username_key UNIQUE (username);
CREATE INDEX enrolment_codes_of_user ON public.enrolment_code USING btree (user_id);
CREATE INDEX flyway_schema_history_s_idx ON public.flyway_schema_history USING btree (success);
CREATE INDEX users_of_iota ON public.users USING btree (iota_id);
ALTER TABLE ONLY public.enrolment_code
    ADD CONSTRAINT enrolment_code_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(user_id);
ALTER TABLE ONLY public.mailbox
    ADD CONSTRAINT mailbox_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(user_id);
ALTER TABLE ONLY public.pending_pair
    ADD CONSTRAINT pending_pair_receiver_id_fkey FOREIGN KEY (receiver_id) REFERENCES public.mailbox(user_id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_iota_id_fkey FOREIGN KEY (iota_id) REFERENCES public.iota(iota_id);
