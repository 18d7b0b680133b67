CREATE FUNCTION public.audit_continues() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF new.sequence = 1 THEN
        INSERT INTO audit_heads (organization_id, chain, sequence, hash)
        VALUES (new.organization_id, new.chain, 1, new.hash)
        ON CONFLICT DO NOTHING;
    ELSE
        UPDATE audit_heads SET sequence = new.sequence, hash = new.hash
         WHERE organization_id = new.organization_id AND chain = new.chain
           AND sequence = new.sequence - 1 AND hash = new.previous;
    END IF;
    IF FOUND THEN RETURN new; END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.count_patients() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO patient_totals (organization_id, part, open, restricted)
    SELECT organization_id, pg_backend_pid() % 64,
           count(*) FILTER (WHERE NOT restricted), count(*) FILTER (WHERE restricted)
      FROM added GROUP BY organization_id
    ON CONFLICT (organization_id, part) DO UPDATE SET
        open = patient_totals.open + excluded.open,
        restricted = patient_totals.restricted + excluded.restricted;
    RETURN NULL;
END $$;
CREATE FUNCTION public.count_patients_again() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO patient_totals (organization_id, part, open, restricted)
    VALUES (new.organization_id, pg_backend_pid() % 64,
            old.restricted::int - new.restricted::int, new.restricted::int - old.restricted::int)
    ON CONFLICT (organization_id, part) DO UPDATE SET
        open = patient_totals.open + excluded.open,
        restricted = patient_totals.restricted + excluded.restricted;
    RETURN NULL;
END $$;
CREATE FUNCTION public.find_patient() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM patient_words WHERE patient_id = new.patient_id;
    END IF;
    INSERT INTO patient_words (organization_id, word, sort_key, patient_id)
    SELECT new.organization_id, word, new.sort_key, new.patient_id
      FROM json_array_elements_text(new.words::json) AS word;
    RETURN NULL;
END $$;
CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE FUNCTION public.refuse_signed_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    changed uuid := CASE WHEN TG_OP = 'DELETE' THEN old.visit_id ELSE new.visit_id END;
BEGIN
    IF (SELECT status FROM visits WHERE visit_id = changed) IN ('finalized', 'amended') THEN
        RAISE EXCEPTION 'a signed note does not change';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN old ELSE new END;
END $$;
CREATE TABLE public._sqlx_migrations (
    version bigint NOT NULL,
    description text NOT NULL,
    installed_on timestamp with time zone DEFAULT now() NOT NULL,
    success boolean NOT NULL,
    checksum bytea NOT NULL,
    execution_time bigint NOT NULL
);
CREATE TABLE public.amendments (
    amendment_id uuid NOT NULL,
    visit_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    author_id uuid NOT NULL,
    author_name text NOT NULL COLLATE pg_catalog."C",
    amended_at timestamp with time zone NOT NULL,
    reason text NOT NULL COLLATE pg_catalog."C",
    text text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.audit (
    organization_id uuid NOT NULL,
    chain bigint NOT NULL,
    sequence bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    user_id uuid,
    action text NOT NULL COLLATE pg_catalog."C",
    outcome text NOT NULL COLLATE pg_catalog."C",
    resource text NOT NULL COLLATE pg_catalog."C",
    resource_id uuid,
    patient_id uuid,
    reference text NOT NULL COLLATE pg_catalog."C",
    origin text NOT NULL COLLATE pg_catalog."C",
    subjects bytea NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT audit_previous_check CHECK ((length(previous) = 32))
);
CREATE TABLE public.audit_heads (
    organization_id uuid NOT NULL,
    chain bigint NOT NULL,
    sequence bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_heads_hash_check CHECK ((length(hash) = 32))
);
CREATE TABLE public.draft_acceptances (
    draft_id uuid NOT NULL,
    section text NOT NULL COLLATE pg_catalog."C",
    accepted_by uuid NOT NULL,
    accepted_at timestamp with time zone NOT NULL
);
CREATE TABLE public.drafts (
    draft_id uuid NOT NULL,
    visit_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    sentences text NOT NULL COLLATE pg_catalog."C",
    provider text NOT NULL COLLATE pg_catalog."C",
    model text NOT NULL COLLATE pg_catalog."C",
    prompt_version text COLLATE pg_catalog."C",
    drafted_at timestamp with time zone NOT NULL
);
CREATE TABLE public.jobs (
    job_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    label text NOT NULL COLLATE pg_catalog."C",
    payload text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    done bigint NOT NULL,
    total bigint,
    attempts bigint NOT NULL,
    run_at timestamp with time zone NOT NULL,
    lease uuid,
    error text COLLATE pg_catalog."C",
    report text COLLATE pg_catalog."C",
    created_by uuid,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);
CREATE TABLE public.note_sections (
    visit_id uuid NOT NULL,
    section text NOT NULL COLLATE pg_catalog."C",
    organization_id uuid NOT NULL,
    sentences text NOT NULL COLLATE pg_catalog."C",
    suggestions text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL
);
CREATE TABLE public.organizations (
    organization_id uuid NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.owners (
    owner_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    family_name text NOT NULL COLLATE pg_catalog."C",
    given_name text NOT NULL COLLATE pg_catalog."C",
    phone text COLLATE pg_catalog."C",
    email text COLLATE pg_catalog."C",
    sort_key text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.patient_sources (
    organization_id uuid NOT NULL,
    source text NOT NULL COLLATE pg_catalog."C",
    patient_id uuid NOT NULL
);
CREATE TABLE public.patient_totals (
    organization_id uuid NOT NULL,
    part bigint NOT NULL,
    open bigint NOT NULL,
    restricted bigint NOT NULL
);
CREATE TABLE public.patient_words (
    organization_id uuid NOT NULL,
    word text NOT NULL COLLATE pg_catalog."C",
    sort_key text NOT NULL COLLATE pg_catalog."C",
    patient_id uuid NOT NULL
);
CREATE TABLE public.patients (
    patient_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    mrn text NOT NULL COLLATE pg_catalog."C",
    family_name text NOT NULL COLLATE pg_catalog."C",
    given_name text NOT NULL COLLATE pg_catalog."C",
    listed_family text NOT NULL COLLATE pg_catalog."C",
    listed_phone text COLLATE pg_catalog."C",
    sort_key text NOT NULL COLLATE pg_catalog."C",
    birth_date date,
    sex text NOT NULL COLLATE pg_catalog."C",
    phone text COLLATE pg_catalog."C",
    email text COLLATE pg_catalog."C",
    address text COLLATE pg_catalog."C",
    restricted boolean NOT NULL,
    species text COLLATE pg_catalog."C",
    breed text COLLATE pg_catalog."C",
    coat_color text COLLATE pg_catalog."C",
    chip_number text COLLATE pg_catalog."C",
    is_neutered boolean,
    owner_id uuid,
    words text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT patients_kind_check CHECK ((kind = ANY (ARRAY['human'::text, 'animal'::text])))
);
CREATE TABLE public.sessions (
    session_id uuid NOT NULL,
    user_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    refresh_hash bytea NOT NULL,
    authenticated_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT sessions_refresh_hash_check CHECK ((length(refresh_hash) = 32)),
    CONSTRAINT sessions_token_hash_check CHECK ((length(token_hash) = 32))
);
CREATE TABLE public.sign_in_attempts (
    key text NOT NULL COLLATE pg_catalog."C",
    failures bigint NOT NULL,
    since timestamp with time zone NOT NULL
);
CREATE TABLE public.signatures (
    visit_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    signed_by uuid NOT NULL,
    signer_name text NOT NULL COLLATE pg_catalog."C",
    signed_at timestamp with time zone NOT NULL,
    content_hash text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.spent_refresh_tokens (
    refresh_hash bytea NOT NULL,
    session_id uuid NOT NULL,
    CONSTRAINT spent_refresh_tokens_refresh_hash_check CHECK ((length(refresh_hash) = 32))
);
CREATE TABLE public.transcripts (
    visit_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    segments text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.transitions (
    transition_id bigint NOT NULL,
    organization_id uuid NOT NULL,
    machine text NOT NULL COLLATE pg_catalog."C",
    subject_id uuid NOT NULL,
    from_state text NOT NULL COLLATE pg_catalog."C",
    event text NOT NULL COLLATE pg_catalog."C",
    to_state text NOT NULL COLLATE pg_catalog."C",
    user_id uuid,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.transitions ALTER COLUMN transition_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.transitions_transition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.uploads (
    upload_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    received bigint NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.users (
    user_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    login text NOT NULL COLLATE pg_catalog."C",
    login_key text NOT NULL COLLATE pg_catalog."C",
    display_name text NOT NULL COLLATE pg_catalog."C",
    roles text NOT NULL COLLATE pg_catalog."C",
    password_hash text NOT NULL COLLATE pg_catalog."C",
    active boolean NOT NULL,
    preferences text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.visits (
    visit_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    clinician_id uuid NOT NULL,
    status text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    started_at timestamp with time zone NOT NULL,
    finalized_at timestamp with time zone,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);
INSERT INTO public._sqlx_migrations VALUES (1, 'access', '2026-11-25 21:40:22.260064+00', true, '\x63bfbfa2e68fc86464bff701e3ad1bb174502256e1373aaca205543fc99025e3d72187ecdccc93f36f56ce3b24aa2af7', 95237649);
INSERT INTO public._sqlx_migrations VALUES (2, 'audit', '2026-11-25 21:40:22.356656+00', true, '\x69487f73f8ef158e8b8f7959341999d5b5e351e0941f12f6e45af797a04986b8ca719b71744020ea98a37460cf42c247', 32236445);
INSERT INTO public._sqlx_migrations VALUES (3, 'patients', '2026-11-25 21:40:22.39415+00', true, '\x8a112baf9fffdeb09f664bdb824ae47dbc909e34eec8117af12c0d6c4cad01b1b017cfeb3e9a2cad676f5edd74427305', 69209198);
INSERT INTO public._sqlx_migrations VALUES (4, 'visits', '2026-11-25 21:40:22.464507+00', true, '\xd9ba14d7f98b7c180e2a8c5c0e47097f807d8d939ec018a6a5c94be6c1e52d0c771de2cd1132ae436efc2683ba1decf5', 91688483);
INSERT INTO public._sqlx_migrations VALUES (5, 'jobs', '2026-11-25 21:40:22.561931+00', true, '\x90d9f2583aabe5b88435294fb2891d08b5e6e2e4ac77641826b2d08a3ef1c3b1ebc8e58812e81579b5db44bbb9e2be99', 20028748);
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 1, '2026-11-25 21:40:22.666436+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'initialize_setup', 'created', 'user', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', NULL, '5516e65a5447', 'command line', '\x', '\x7070707070707070707070707070707070707070707070707070707070707070', '\x9d2015363260d51c0c013a6560db9f8d4366934b9db3101c180ec2023dbfe78e');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 2, '2026-11-25 21:40:22.666436+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'initialize_setup', 'started', 'session', '01a214a7-1070-77cf-bf8f-e32f494e4819', NULL, '5516e65a5447', 'command line', '\x', '\x9d2015363260d51c0c013a6560db9f8d4366934b9db3101c180ec2023dbfe78e', '\x21ea6816c3de88268512fd4658f5a0b3abc476dbe34fc55729f35b895f553263');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 3, '2026-11-25 21:40:23.013762+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'sign_in', 'started', 'session', '01a214a7-1204-7213-bb44-07da2c0d26e9', NULL, 'b6c9046f7254', '127.0.0.1', '\x', '\x21ea6816c3de88268512fd4658f5a0b3abc476dbe34fc55729f35b895f553263', '\x69f4ade8f22fa28d189adf3afd8052bd6c6580bb90fd1b18227528fff6dc1f50');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 4, '2026-11-25 21:40:23.209963+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'create_patient', 'created', 'patient', '01a214a7-122b-7531-ac45-ccb2bc470ba9', '01a214a7-122b-7531-ac45-ccb2bc470ba9', 'c27d6d3a91fd', '127.0.0.1', '\x', '\x69f4ade8f22fa28d189adf3afd8052bd6c6580bb90fd1b18227528fff6dc1f50', '\xe3e567a82f1bd549255dcd4220265897ce695e5c6defbb05d4e3d79fbac22b67');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 5, '2026-11-25 21:40:23.216014+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'create_visit', 'read', 'patient', '01a214a7-122b-7531-ac45-ccb2bc470ba9', '01a214a7-122b-7531-ac45-ccb2bc470ba9', 'c896b470aae8', '127.0.0.1', '\x', '\xe3e567a82f1bd549255dcd4220265897ce695e5c6defbb05d4e3d79fbac22b67', '\xe0799cff0c5ddb872d22f2083ac035358921aba0e6cebb1355ab2a5856dbcc11');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 6, '2026-11-25 21:40:23.216014+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'create_visit', 'created', 'visit', '01a214a7-1235-77ec-b2e2-d7f27a6d95c5', '01a214a7-122b-7531-ac45-ccb2bc470ba9', 'c896b470aae8', '127.0.0.1', '\x', '\xe0799cff0c5ddb872d22f2083ac035358921aba0e6cebb1355ab2a5856dbcc11', '\xb9c15d0555b0c6eaa4734803b1572d2e7b53c1d4745dc2046142603c9576d773');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 7, '2026-11-25 21:40:23.216014+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'create_visit', 'read', 'visit', '01a214a7-1235-77ec-b2e2-d7f27a6d95c5', '01a214a7-122b-7531-ac45-ccb2bc470ba9', 'c896b470aae8', '127.0.0.1', '\x', '\xb9c15d0555b0c6eaa4734803b1572d2e7b53c1d4745dc2046142603c9576d773', '\x6f272a332b2abaea3988ac0994ca245d28214993c5fa652dd7f20e29ba7911fc');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 8, '2026-11-25 21:40:23.236868+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'import_transcript', 'read', 'visit', '01a214a7-1235-77ec-b2e2-d7f27a6d95c5', '01a214a7-122b-7531-ac45-ccb2bc470ba9', '6a897e165bb2', '127.0.0.1', '\x', '\x6f272a332b2abaea3988ac0994ca245d28214993c5fa652dd7f20e29ba7911fc', '\x6cc89448933032c110894d83d296f4034bc661de8e3c2d012375dad450c01e28');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 9, '2026-11-25 21:40:23.236868+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'import_transcript', 'changed', 'transcript', '01a214a7-1235-77ec-b2e2-d7f27a6d95c5', '01a214a7-122b-7531-ac45-ccb2bc470ba9', '6a897e165bb2', '127.0.0.1', '\x', '\x6cc89448933032c110894d83d296f4034bc661de8e3c2d012375dad450c01e28', '\xb9937e7c85f1f60ef43364cb02d786d582da80bf2e2541c6af038314c17c3ecc');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 10, '2026-11-25 21:40:23.248973+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'update_visit_soap', 'read', 'visit', '01a214a7-1235-77ec-b2e2-d7f27a6d95c5', '01a214a7-122b-7531-ac45-ccb2bc470ba9', '331a5c6af76f', '127.0.0.1', '\x', '\xb9937e7c85f1f60ef43364cb02d786d582da80bf2e2541c6af038314c17c3ecc', '\x51f90346175dca4955ae9c0d0ea29863c33d67b701f1c207becadfb35923c72b');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 11, '2026-11-25 21:40:23.248973+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'update_visit_soap', 'changed', 'note', '01a214a7-1235-77ec-b2e2-d7f27a6d95c5', '01a214a7-122b-7531-ac45-ccb2bc470ba9', '331a5c6af76f', '127.0.0.1', '\x', '\x51f90346175dca4955ae9c0d0ea29863c33d67b701f1c207becadfb35923c72b', '\xc5cd26375a4d1e88a751be5ec856e209afb68b9a8f583af509d9e4ff5f16fa10');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 12, '2026-11-25 21:40:23.255816+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'generate_soap', 'read', 'visit', '01a214a7-1235-77ec-b2e2-d7f27a6d95c5', '01a214a7-122b-7531-ac45-ccb2bc470ba9', '88bcb27555f6', '127.0.0.1', '\x', '\xc5cd26375a4d1e88a751be5ec856e209afb68b9a8f583af509d9e4ff5f16fa10', '\x35ba514452bf76a45cbd4bc3f0d29448b5d6b943e320e47765dcc0199689208b');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 13, '2026-11-25 21:40:23.255816+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'generate_soap', 'read', 'patient', '01a214a7-122b-7531-ac45-ccb2bc470ba9', '01a214a7-122b-7531-ac45-ccb2bc470ba9', '88bcb27555f6', '127.0.0.1', '\x', '\x35ba514452bf76a45cbd4bc3f0d29448b5d6b943e320e47765dcc0199689208b', '\x9b98ab5329fe3e3009f7f200b15eb7406b4fd36376f5c9a005c1551a2d0ef9a8');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 14, '2026-11-25 21:40:23.255816+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'generate_soap', 'read', 'visit', '01a214a7-1235-77ec-b2e2-d7f27a6d95c5', '01a214a7-122b-7531-ac45-ccb2bc470ba9', '88bcb27555f6', '127.0.0.1', '\x', '\x9b98ab5329fe3e3009f7f200b15eb7406b4fd36376f5c9a005c1551a2d0ef9a8', '\x9b35f1db64bdb7aa4fcf9dbb0b0dfb3755217929aa49e9572fdf47ffae8d7e9d');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 15, '2026-11-25 21:40:23.255816+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'generate_soap', 'created', 'draft', '01a214a7-1235-77ec-b2e2-d7f27a6d95c5', '01a214a7-122b-7531-ac45-ccb2bc470ba9', '88bcb27555f6', '127.0.0.1', '\x', '\x9b35f1db64bdb7aa4fcf9dbb0b0dfb3755217929aa49e9572fdf47ffae8d7e9d', '\x8be4dad02fc906e7ff6dabf481ad13b7c362ff5caf38c0b576f26fcdf00c96f4');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 16, '2026-11-25 21:40:23.517973+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'create_patient', 'created', 'patient', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '8d3820882f55', '127.0.0.1', '\x', '\x8be4dad02fc906e7ff6dabf481ad13b7c362ff5caf38c0b576f26fcdf00c96f4', '\x3484369207cab901a229c44cac9100eba312a5e9b9045a63221e82f26d5f43bc');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 17, '2026-11-25 21:40:23.525482+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'create_visit', 'read', 'patient', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '4213e8571c92', '127.0.0.1', '\x', '\x3484369207cab901a229c44cac9100eba312a5e9b9045a63221e82f26d5f43bc', '\x3a2146aafe1b85b0071885d72e04bed84f6ad847b318e6e52935399407b90896');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 18, '2026-11-25 21:40:23.525482+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'create_visit', 'created', 'visit', '01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '4213e8571c92', '127.0.0.1', '\x', '\x3a2146aafe1b85b0071885d72e04bed84f6ad847b318e6e52935399407b90896', '\x1b4cfde886879d5900fcd4a2a6588d7135a5e5669df443d9393ecc56d1e7207a');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 19, '2026-11-25 21:40:23.525482+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'create_visit', 'read', 'visit', '01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '4213e8571c92', '127.0.0.1', '\x', '\x1b4cfde886879d5900fcd4a2a6588d7135a5e5669df443d9393ecc56d1e7207a', '\xe97c7fd15e79a5eb412968e5478d01148ecfc1f2e849db1c7a4416aae44f00ec');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 20, '2026-11-25 21:40:23.539089+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'import_transcript', 'read', 'visit', '01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '455db8eccc92', '127.0.0.1', '\x', '\xe97c7fd15e79a5eb412968e5478d01148ecfc1f2e849db1c7a4416aae44f00ec', '\x2ba03953e0654bb7149a64ce6cb657b144abc37ddd22fa2bda80ab183ad8ece1');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 21, '2026-11-25 21:40:23.539089+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'import_transcript', 'changed', 'transcript', '01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '455db8eccc92', '127.0.0.1', '\x', '\x2ba03953e0654bb7149a64ce6cb657b144abc37ddd22fa2bda80ab183ad8ece1', '\x5e12015071bc5fb149238b5cd3c8588d11f986978ad466efc8df153a157669ef');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 22, '2026-11-25 21:40:23.547719+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'update_visit_soap', 'read', 'visit', '01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '3e7cb3aff79b', '127.0.0.1', '\x', '\x5e12015071bc5fb149238b5cd3c8588d11f986978ad466efc8df153a157669ef', '\x6732568f1c156f7f5092f3666ce052d7b615983eac11a2e152b1fc1b0fd6dee4');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 23, '2026-11-25 21:40:23.547719+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'update_visit_soap', 'changed', 'note', '01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '3e7cb3aff79b', '127.0.0.1', '\x', '\x6732568f1c156f7f5092f3666ce052d7b615983eac11a2e152b1fc1b0fd6dee4', '\x8dabd46b6318baac2e59133b37a152edbfae7ba3e39a9462bd4b96aed358baa4');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 24, '2026-11-25 21:40:23.55136+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'generate_soap', 'read', 'visit', '01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '14fef20555b0', '127.0.0.1', '\x', '\x8dabd46b6318baac2e59133b37a152edbfae7ba3e39a9462bd4b96aed358baa4', '\x76c745573930b2eeae4448721f60a93aacd82043e46d8c84f4393ebfaade1050');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 25, '2026-11-25 21:40:23.55136+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'generate_soap', 'read', 'patient', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '14fef20555b0', '127.0.0.1', '\x', '\x76c745573930b2eeae4448721f60a93aacd82043e46d8c84f4393ebfaade1050', '\x4f054762435ba420f2e4374cab32488211bbc8037aff8305ab85153ee71422fa');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 26, '2026-11-25 21:40:23.55136+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'generate_soap', 'read', 'visit', '01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '14fef20555b0', '127.0.0.1', '\x', '\x4f054762435ba420f2e4374cab32488211bbc8037aff8305ab85153ee71422fa', '\xdad9eda8bfca72bac8c69ba588e426977fe58a7a664771878d71ea528367e86b');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 27, '2026-11-25 21:40:23.55136+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'generate_soap', 'created', 'draft', '01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '14fef20555b0', '127.0.0.1', '\x', '\xdad9eda8bfca72bac8c69ba588e426977fe58a7a664771878d71ea528367e86b', '\x1edcfd01a38fb703bc2c906721abae2a82fa019979bb1dbc5c18975115a83ea0');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 28, '2026-11-25 21:40:23.556473+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'get_visit', 'read', 'visit', '01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '14da69b6c7e4', '127.0.0.1', '\x', '\x1edcfd01a38fb703bc2c906721abae2a82fa019979bb1dbc5c18975115a83ea0', '\xa2a82fb3b748a68a4f3ac99230de16ecd92bf9160cb4763b77b92f5d882618e3');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 29, '2026-11-25 21:40:23.569115+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'finalize_visit', 'read', 'visit', '01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '4720ced4af91', '127.0.0.1', '\x', '\xa2a82fb3b748a68a4f3ac99230de16ecd92bf9160cb4763b77b92f5d882618e3', '\x406c994ae40ecf025b6b4737dd9744a6b517e96f0ba36f14a0c8204e4b9ac282');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 30, '2026-11-25 21:40:23.569115+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'finalize_visit', 'read', 'visit', '01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '4720ced4af91', '127.0.0.1', '\x', '\x406c994ae40ecf025b6b4737dd9744a6b517e96f0ba36f14a0c8204e4b9ac282', '\x632f5730919ded3a4c2b98645ba264b5aab58bf6f0995db055b9bcdee46ce2dc');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 31, '2026-11-25 21:40:23.569115+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'finalize_visit', 'created', 'signature', '01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '4720ced4af91', '127.0.0.1', '\x', '\x632f5730919ded3a4c2b98645ba264b5aab58bf6f0995db055b9bcdee46ce2dc', '\x449b9bd03221a78738580aecda149b723646625b2667b9b5fe312d0e9e5bbe64');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 32, '2026-11-25 21:40:23.569115+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'finalize_visit', 'read', 'visit', '01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '4720ced4af91', '127.0.0.1', '\x', '\x449b9bd03221a78738580aecda149b723646625b2667b9b5fe312d0e9e5bbe64', '\xdcb9e9b699970cab84a73f43ddb65b9fdf0aed07f7b225cc9a12ebfd59438ebd');
INSERT INTO public.audit VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 33, '2026-11-25 21:40:23.569115+00', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'finalize_visit', 'finalize', 'visit', '01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '4720ced4af91', '127.0.0.1', '\x', '\xdcb9e9b699970cab84a73f43ddb65b9fdf0aed07f7b225cc9a12ebfd59438ebd', '\x6ae96b68745f545041bafe03e59b8590458be357e12e29c5dcb4b41777bc1686');
INSERT INTO public.audit_heads VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 0, 33, '\x6ae96b68745f545041bafe03e59b8590458be357e12e29c5dcb4b41777bc1686');
INSERT INTO public.drafts VALUES ('01a214a7-1350-7612-8dbb-382c02c917b5', '01a214a7-1235-77ec-b2e2-d7f27a6d95c5', '01a214a7-1028-70f7-a9cc-98b1525d726f', '[{"section":"subjective","text":"The patient has had a cough for 3 days.","evidence":[{"segment":1,"start":0,"end":34}],"flags":[]}]', 'built-in', 'extractive 0.1.0', NULL, '2026-11-25 21:40:23.255816+00');
INSERT INTO public.drafts VALUES ('01a214a7-1381-75dd-b813-f080d8eda312', '01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-1028-70f7-a9cc-98b1525d726f', '[{"section":"subjective","text":"The patient has had a cough for 3 days.","evidence":[{"segment":1,"start":0,"end":34}],"flags":[]}]', 'built-in', 'extractive 0.1.0', NULL, '2026-11-25 21:40:23.55136+00');
INSERT INTO public.note_sections VALUES ('01a214a7-1235-77ec-b2e2-d7f27a6d95c5', 'plan', '01a214a7-1028-70f7-a9cc-98b1525d726f', '[{"sentence_id":"01a214a7-1252-77ef-9ded-9025400a62ff","text":"Rest.","draft_text":null,"origin":"yours","edited":false,"evidence":[],"flags":[],"confirmed":false}]', '[]', 1);
INSERT INTO public.note_sections VALUES ('01a214a7-1366-779f-95c4-304f5a0ae149', 'plan', '01a214a7-1028-70f7-a9cc-98b1525d726f', '[{"sentence_id":"01a214a7-137c-74ee-a260-3bdbfa016c8a","text":"Rest.","draft_text":null,"origin":"yours","edited":false,"evidence":[],"flags":[],"confirmed":false}]', '[]', 1);
INSERT INTO public.organizations VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 'Przychodnia', '2026-11-25 21:40:22.666436+00');
INSERT INTO public.patient_totals VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 21, 2, 0);
INSERT INTO public.patient_words VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', '19790413', 'zolc lucja', '01a214a7-122b-7531-ac45-ccb2bc470ba9');
INSERT INTO public.patient_words VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', '1z5n', 'zolc lucja', '01a214a7-122b-7531-ac45-ccb2bc470ba9');
INSERT INTO public.patient_words VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 'k5z7', 'zolc lucja', '01a214a7-122b-7531-ac45-ccb2bc470ba9');
INSERT INTO public.patient_words VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 'lucja', 'zolc lucja', '01a214a7-122b-7531-ac45-ccb2bc470ba9');
INSERT INTO public.patient_words VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 'p', 'zolc lucja', '01a214a7-122b-7531-ac45-ccb2bc470ba9');
INSERT INTO public.patient_words VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 'pk5z71z5n', 'zolc lucja', '01a214a7-122b-7531-ac45-ccb2bc470ba9');
INSERT INTO public.patient_words VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 'zolc', 'zolc lucja', '01a214a7-122b-7531-ac45-ccb2bc470ba9');
INSERT INTO public.patient_words VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', '19790413', 'nowak anna', '01a214a7-135f-7788-b104-eef6eb4b6e2f');
INSERT INTO public.patient_words VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', '5jgh', 'nowak anna', '01a214a7-135f-7788-b104-eef6eb4b6e2f');
INSERT INTO public.patient_words VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 'anna', 'nowak anna', '01a214a7-135f-7788-b104-eef6eb4b6e2f');
INSERT INTO public.patient_words VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 'nas8', 'nowak anna', '01a214a7-135f-7788-b104-eef6eb4b6e2f');
INSERT INTO public.patient_words VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 'nowak', 'nowak anna', '01a214a7-135f-7788-b104-eef6eb4b6e2f');
INSERT INTO public.patient_words VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 'p', 'nowak anna', '01a214a7-135f-7788-b104-eef6eb4b6e2f');
INSERT INTO public.patient_words VALUES ('01a214a7-1028-70f7-a9cc-98b1525d726f', 'p5jghnas8', 'nowak anna', '01a214a7-135f-7788-b104-eef6eb4b6e2f');
INSERT INTO public.patients VALUES ('01a214a7-122b-7531-ac45-ccb2bc470ba9', '01a214a7-1028-70f7-a9cc-98b1525d726f', 'human', 'P-K5Z7-1Z5N', 'Żółć', 'Łucja', 'Żółć', NULL, 'zolc lucja', '1979-04-13', 'female', NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '["19790413","1z5n","k5z7","lucja","p","pk5z71z5n","zolc"]', 1, '2026-11-25 21:40:23.209963+00', '2026-11-25 21:40:23.209963+00');
INSERT INTO public.patients VALUES ('01a214a7-135f-7788-b104-eef6eb4b6e2f', '01a214a7-1028-70f7-a9cc-98b1525d726f', 'human', 'P-5JGH-NAS8', 'Nowak', 'Anna', 'Nowak', NULL, 'nowak anna', '1979-04-13', 'female', NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '["19790413","5jgh","anna","nas8","nowak","p","p5jghnas8"]', 1, '2026-11-25 21:40:23.517973+00', '2026-11-25 21:40:23.517973+00');
INSERT INTO public.sessions VALUES ('01a214a7-1070-77cf-bf8f-e32f494e4819', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', '\x5f1ab5145b6d4c72784970acace0b04965009d1ec537184ee42cbdb1b502a2d4', '\x03186f988371741bfd3ffb6da42f0825565e3b79d231bd9b0ef2625707e82211', '2026-11-25 21:40:22.666436+00', '2026-11-25 21:40:22.666436+00', '2026-11-26 09:40:22.666436+00', NULL);
INSERT INTO public.sessions VALUES ('01a214a7-1204-7213-bb44-07da2c0d26e9', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', '\x2b5d49cd05ce58ddd9a9a7293c5ffa026da8dca859f6bb44b718bc85b44e10f6', '\x48d01b258ca42422f7d9d708cc2c580569b051e564d8d51ec9ac09b328500259', '2026-11-25 21:40:23.013762+00', '2026-11-25 21:40:23.013762+00', '2026-11-26 09:40:23.013762+00', NULL);
INSERT INTO public.sign_in_attempts VALUES ('address 57d82648e267fb96799ec22795ecefdc16950be536a54fc4e16bb81d4ebe1f4d', 0, '2026-11-25 21:40:22.666436+00');
INSERT INTO public.sign_in_attempts VALUES ('address 12ca17b49af2289436f303e0166030a21e525d266e209267433801a8fd4071a0', 0, '2026-11-25 21:40:23.013762+00');
INSERT INTO public.signatures VALUES ('01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-1028-70f7-a9cc-98b1525d726f', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'Dr. A', '2026-11-25 21:40:23.569115+00', 'e8a8cee0d7ec30130e08b57badd1888d5c917297d9b77bdab277e51bcd02e9e4');
INSERT INTO public.transcripts VALUES ('01a214a7-1235-77ec-b2e2-d7f27a6d95c5', '01a214a7-1028-70f7-a9cc-98b1525d726f', '{"segments":[{"index":0,"speaker":"clinician","text":"What brings you in?","start_ms":null,"end_ms":null,"spoken":null},{"index":1,"speaker":"patient","text":"I have had a cough for three days.","start_ms":null,"end_ms":null,"spoken":null},{"index":2,"speaker":"clinician","text":"Please rest.","start_ms":null,"end_ms":null,"spoken":null}]}', '2026-11-25 21:40:23.236868+00');
INSERT INTO public.transcripts VALUES ('01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-1028-70f7-a9cc-98b1525d726f', '{"segments":[{"index":0,"speaker":"clinician","text":"What brings you in?","start_ms":null,"end_ms":null,"spoken":null},{"index":1,"speaker":"patient","text":"I have had a cough for three days.","start_ms":null,"end_ms":null,"spoken":null},{"index":2,"speaker":"clinician","text":"Please rest.","start_ms":null,"end_ms":null,"spoken":null}]}', '2026-11-25 21:40:23.539089+00');
INSERT INTO public.transitions OVERRIDING SYSTEM VALUE VALUES (1, '01a214a7-1028-70f7-a9cc-98b1525d726f', 'visit', '01a214a7-1366-779f-95c4-304f5a0ae149', 'draft', 'finalize', 'finalized', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', '2026-11-25 21:40:23.569115+00');
INSERT INTO public.users VALUES ('01a214a7-1028-70f7-a9cc-98b2a3a8fa24', '01a214a7-1028-70f7-a9cc-98b1525d726f', 'admin', 'admin', 'Dr. A', 'admin clinician', '$argon2id$v=19$m=19456,t=2,p=1$ZEuj0/n4EErNUmG9xyabdw$MpqYRhcjlp6C+pBnrb4YCAq9Fp62U2Yct3X4+fdcy8o', true, '{"language":null,"theme":"system","single_keys":true}', 1, '2026-11-25 21:40:22.666436+00');
INSERT INTO public.visits VALUES ('01a214a7-1235-77ec-b2e2-d7f27a6d95c5', '01a214a7-1028-70f7-a9cc-98b1525d726f', '01a214a7-122b-7531-ac45-ccb2bc470ba9', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'draft', '', '2026-11-25 21:40:23.216014+00', NULL, 1, '2026-11-25 21:40:23.216014+00', '2026-11-25 21:40:23.216014+00');
INSERT INTO public.visits VALUES ('01a214a7-1366-779f-95c4-304f5a0ae149', '01a214a7-1028-70f7-a9cc-98b1525d726f', '01a214a7-135f-7788-b104-eef6eb4b6e2f', '01a214a7-1028-70f7-a9cc-98b2a3a8fa24', 'finalized', '', '2026-11-25 21:40:23.525482+00', '2026-11-25 21:40:23.569115+00', 2, '2026-11-25 21:40:23.525482+00', '2026-11-25 21:40:23.569115+00');
ALTER TABLE ONLY public._sqlx_migrations
    ADD CONSTRAINT _sqlx_migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.amendments
    ADD CONSTRAINT amendments_pkey PRIMARY KEY (amendment_id);
ALTER TABLE ONLY public.audit_heads
    ADD CONSTRAINT audit_heads_pkey PRIMARY KEY (organization_id, chain);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (organization_id, chain, sequence);
ALTER TABLE ONLY public.draft_acceptances
    ADD CONSTRAINT draft_acceptances_pkey PRIMARY KEY (draft_id, section);
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT drafts_pkey PRIMARY KEY (draft_id);
ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (job_id);
ALTER TABLE ONLY public.note_sections
    ADD CONSTRAINT note_sections_pkey PRIMARY KEY (visit_id, section);
ALTER TABLE ONLY public.organizations
    ADD CONSTRAINT organizations_pkey PRIMARY KEY (organization_id);
ALTER TABLE ONLY public.owners
    ADD CONSTRAINT owners_pkey PRIMARY KEY (owner_id);
ALTER TABLE ONLY public.patient_sources
    ADD CONSTRAINT patient_sources_pkey PRIMARY KEY (organization_id, source);
ALTER TABLE ONLY public.patient_totals
    ADD CONSTRAINT patient_totals_pkey PRIMARY KEY (organization_id, part);
ALTER TABLE ONLY public.patient_words
    ADD CONSTRAINT patient_words_pkey PRIMARY KEY (organization_id, word, sort_key, patient_id);
ALTER TABLE ONLY public.patients
    ADD CONSTRAINT patients_pkey PRIMARY KEY (patient_id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (session_id);
ALTER TABLE ONLY public.sign_in_attempts
    ADD CONSTRAINT sign_in_attempts_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.signatures
    ADD CONSTRAINT signatures_pkey PRIMARY KEY (visit_id);
ALTER TABLE ONLY public.spent_refresh_tokens
    ADD CONSTRAINT spent_refresh_tokens_pkey PRIMARY KEY (refresh_hash);
ALTER TABLE ONLY public.transcripts
    ADD CONSTRAINT transcripts_pkey PRIMARY KEY (visit_id);
ALTER TABLE ONLY public.transitions
    ADD CONSTRAINT transitions_pkey PRIMARY KEY (transition_id);
ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uploads_pkey PRIMARY KEY (upload_id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (user_id);
ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_pkey PRIMARY KEY (visit_id);
CREATE INDEX amendments_of ON public.amendments USING btree (visit_id);
CREATE INDEX audit_latest ON public.audit USING btree (organization_id, at);
CREATE INDEX audit_of_patient ON public.audit USING btree (organization_id, patient_id, at) WHERE (patient_id IS NOT NULL);
CREATE INDEX drafts_of ON public.drafts USING btree (visit_id, drafted_at);
CREATE INDEX jobs_due ON public.jobs USING btree (run_at, job_id) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE INDEX jobs_latest ON public.jobs USING btree (organization_id, created_at);
CREATE INDEX owners_by_name ON public.owners USING btree (organization_id, sort_key, owner_id);
CREATE INDEX patient_words_of ON public.patient_words USING btree (patient_id, word);
CREATE UNIQUE INDEX patients_mrn ON public.patients USING btree (organization_id, mrn);
CREATE INDEX patients_of_owner ON public.patients USING btree (owner_id) WHERE (owner_id IS NOT NULL);
CREATE UNIQUE INDEX patients_page ON public.patients USING btree (organization_id, sort_key, patient_id);
CREATE INDEX sessions_of ON public.sessions USING btree (user_id);
CREATE UNIQUE INDEX sessions_refresh ON public.sessions USING btree (refresh_hash);
CREATE UNIQUE INDEX sessions_token ON public.sessions USING btree (token_hash);
CREATE INDEX transitions_of ON public.transitions USING btree (subject_id);
CREATE UNIQUE INDEX users_login ON public.users USING btree (login_key);
CREATE INDEX users_of ON public.users USING btree (organization_id, display_name);
CREATE INDEX visits_latest ON public.visits USING btree (organization_id, started_at, visit_id);
CREATE INDEX visits_of_patient ON public.visits USING btree (patient_id, started_at);
CREATE INDEX visits_open ON public.visits USING btree (organization_id, started_at) WHERE (status = ANY (ARRAY['draft'::text, 'in_progress'::text]));
CREATE TRIGGER amendments_stay BEFORE DELETE OR UPDATE ON public.amendments FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER audit_continues BEFORE INSERT ON public.audit FOR EACH ROW EXECUTE FUNCTION public.audit_continues();
CREATE TRIGGER audit_heads_only_advance BEFORE UPDATE ON public.audit_heads FOR EACH ROW WHEN ((new.sequence <= old.sequence)) EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER audit_heads_stay BEFORE DELETE ON public.audit_heads FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER audit_is_append_only BEFORE DELETE OR UPDATE ON public.audit FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER patients_are_counted AFTER INSERT ON public.patients REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.count_patients();
CREATE TRIGGER patients_are_counted_again AFTER UPDATE OF restricted ON public.patients FOR EACH ROW WHEN ((new.restricted <> old.restricted)) EXECUTE FUNCTION public.count_patients_again();
CREATE TRIGGER patients_are_found AFTER INSERT OR UPDATE OF words, sort_key ON public.patients FOR EACH ROW EXECUTE FUNCTION public.find_patient();
CREATE TRIGGER signatures_stay BEFORE DELETE OR UPDATE ON public.signatures FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER signed_notes_stay BEFORE INSERT OR DELETE OR UPDATE ON public.note_sections FOR EACH ROW EXECUTE FUNCTION public.refuse_signed_change();
ALTER TABLE ONLY public.amendments
    ADD CONSTRAINT amendments_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.users(user_id);
ALTER TABLE ONLY public.amendments
    ADD CONSTRAINT amendments_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES public.visits(visit_id);
ALTER TABLE ONLY public.audit_heads
    ADD CONSTRAINT audit_heads_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(organization_id);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(organization_id);
ALTER TABLE ONLY public.draft_acceptances
    ADD CONSTRAINT draft_acceptances_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES public.users(user_id);
ALTER TABLE ONLY public.draft_acceptances
    ADD CONSTRAINT draft_acceptances_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES public.drafts(draft_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT drafts_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES public.visits(visit_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(organization_id);
ALTER TABLE ONLY public.note_sections
    ADD CONSTRAINT note_sections_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES public.visits(visit_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.owners
    ADD CONSTRAINT owners_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(organization_id);
ALTER TABLE ONLY public.patient_sources
    ADD CONSTRAINT patient_sources_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES public.patients(patient_id);
ALTER TABLE ONLY public.patient_words
    ADD CONSTRAINT patient_words_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES public.patients(patient_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.patients
    ADD CONSTRAINT patients_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(organization_id);
ALTER TABLE ONLY public.patients
    ADD CONSTRAINT patients_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.owners(owner_id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(user_id);
ALTER TABLE ONLY public.signatures
    ADD CONSTRAINT signatures_signed_by_fkey FOREIGN KEY (signed_by) REFERENCES public.users(user_id);
ALTER TABLE ONLY public.signatures
    ADD CONSTRAINT signatures_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES public.visits(visit_id);
ALTER TABLE ONLY public.spent_refresh_tokens
    ADD CONSTRAINT spent_refresh_tokens_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.sessions(session_id);
ALTER TABLE ONLY public.transcripts
    ADD CONSTRAINT transcripts_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES public.visits(visit_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uploads_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(organization_id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(organization_id);
ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_clinician_id_fkey FOREIGN KEY (clinician_id) REFERENCES public.users(user_id);
ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(organization_id);
ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES public.patients(patient_id);
