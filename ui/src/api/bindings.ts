// Generated from the Rust operations by `cargo test -p praxis-desktop`. Do not edit.

import { invoke as __TAURI_INVOKE, type Channel } from "./transport";

/** Commands */
export const commands = {
	/** Whether the first-run set-up is still to be done. */
	setupStatus: (input: Nothing) => typedError<SetupStatus, WireFailure>(__TAURI_INVOKE("setup_status", { input })),
	/** Creates the first organisation and its first admin, once. */
	initializeSetup: (input: InitializeSetup) => typedError<SignedIn, WireFailure>(__TAURI_INVOKE("initialize_setup", { input })),
	/** Signs in with a password. */
	signIn: (input: SignIn) => typedError<SignedIn, WireFailure>(__TAURI_INVOKE("sign_in", { input })),
	/** Renews a session. A refresh token that was used before ends the whole session. */
	refreshSession: (input: RefreshSession) => typedError<SignedIn, WireFailure>(__TAURI_INVOKE("refresh_session", { input })),
	/** Ends the caller's session. */
	signOut: (input: Nothing) => typedError<Done, WireFailure>(__TAURI_INVOKE("sign_out", { input })),
	/** Who is signed in, where, and what they may do. */
	getCurrentUser: (input: Nothing) => typedError<CurrentUser, WireFailure>(__TAURI_INVOKE("get_current_user", { input })),
	/** Keeps what the caller chose for the screens. */
	updatePreferences: (input: UpdatePreferences) => typedError<CurrentUser, WireFailure>(__TAURI_INVOKE("update_preferences", { input })),
	/** All users of the clinic, deactivated ones included. */
	listUsers: (input: Nothing) => typedError<UserList, WireFailure>(__TAURI_INVOKE("list_users", { input })),
	/** Creates a user who can sign in at once. */
	createUser: (input: CreateUser) => typedError<User, WireFailure>(__TAURI_INVOKE("create_user", { input })),
	/** Changes a user's name and roles; open sessions have the new rights on their next request. */
	updateUser: (input: UpdateUser) => typedError<User, WireFailure>(__TAURI_INVOKE("update_user", { input })),
	/** Deactivates or reactivates a user. */
	setUserActive: (input: SetUserActive) => typedError<User, WireFailure>(__TAURI_INVOKE("set_user_active", { input })),
	/** Registers a patient, a person or an animal with its owner. */
	createPatient: (input: NewPatient) => typedError<Patient, WireFailure>(__TAURI_INVOKE("create_patient", { input })),
	/** Replaces a patient's data. Whoever read an older version gets a conflict that shows the current one. */
	updatePatient: (input: UpdatePatient) => typedError<Patient, WireFailure>(__TAURI_INVOKE("update_patient", { input })),
	/** One patient of the caller's clinic. */
	getPatient: (input: OnePatient) => typedError<Patient, WireFailure>(__TAURI_INVOKE("get_patient", { input })),
	/** Patients by family name and given name, with the true total. */
	listPatients: (input: ListPatients) => typedError<PatientPage, WireFailure>(__TAURI_INVOKE("list_patients", { input })),
	/**
	 * Finds patients while somebody types: by words of the name (also the owner's), record number,
	 * phone, chip or birth date, with or without diacritics.
	 */
	searchPatients: (input: SearchPatients) => typedError<PatientList, WireFailure>(__TAURI_INVOKE("search_patients", { input })),
	/** The patient with this record number. */
	findPatientByMrn: (input: FindPatientByMrn) => typedError<Patient, WireFailure>(__TAURI_INVOKE("find_patient_by_mrn", { input })),
	/** What stands above a patient's chart. */
	getPatientBanner: (input: OnePatient) => typedError<PatientBanner, WireFailure>(__TAURI_INVOKE("get_patient_banner", { input })),
	/** Finds owners of animals by name. */
	searchOwners: (input: SearchOwners) => typedError<OwnerList, WireFailure>(__TAURI_INVOKE("search_owners", { input })),
	/** An owner with all their animals. */
	getOwner: (input: GetOwner) => typedError<OwnerWithAnimals, WireFailure>(__TAURI_INVOKE("get_owner", { input })),
	/** Imports patients from CSV, a FHIR R4 bundle or NDJSON. Importing the same file again changes nothing. */
	importPatients: (input: ImportPatients) => typedError<JobStarted, WireFailure>(__TAURI_INVOKE("import_patients", { input })),
	/** Begins a visit of the caller; if the caller has an open one of this patient from today, that one is answered. */
	createVisit: (input: CreateVisit) => typedError<VisitDetail, WireFailure>(__TAURI_INVOKE("create_visit", { input })),
	/** One visit with its note, transcript, draft, signature and amendments. */
	getVisit: (input: OneVisit) => typedError<VisitDetail, WireFailure>(__TAURI_INVOKE("get_visit", { input })),
	/** Visits, latest first, with the true total. */
	listVisits: (input: ListVisits) => typedError<VisitPage, WireFailure>(__TAURI_INVOKE("list_visits", { input })),
	/** Changes reason and start of a visit that is not signed. */
	updateVisit: (input: UpdateVisit) => typedError<VisitDetail, WireFailure>(__TAURI_INVOKE("update_visit", { input })),
	/** Removes a draft with everything of it. */
	deleteVisit: (input: OneVisit) => typedError<Done, WireFailure>(__TAURI_INVOKE("delete_visit", { input })),
	/** Says that the patient is in the room. */
	startVisit: (input: OneVisit) => typedError<VisitDetail, WireFailure>(__TAURI_INVOKE("start_visit", { input })),
	/** Closes a visit that did not take place; nothing of it is signed. */
	cancelVisit: (input: OneVisit) => typedError<VisitDetail, WireFailure>(__TAURI_INVOKE("cancel_visit", { input })),
	/** Saves one part of the note; the others stay as they are. */
	updateVisitSoap: (input: UpdateVisitSoap) => typedError<NoteSection, WireFailure>(__TAURI_INVOKE("update_visit_soap", { input })),
	/** Takes a suggestion into the note or dismisses it. */
	decideSuggestion: (input: DecideSuggestion) => typedError<NoteSection, WireFailure>(__TAURI_INVOKE("decide_suggestion", { input })),
	/** Signs the note. Afterwards nothing of it changes; it can only be amended. */
	finalizeVisit: (input: FinalizeVisit) => typedError<VisitDetail, WireFailure>(__TAURI_INVOKE("finalize_visit", { input })),
	/** Amends a signed note. The original stays as it was, and both are shown and printed. */
	amendVisit: (input: AmendVisit) => typedError<VisitDetail, WireFailure>(__TAURI_INVOKE("amend_visit", { input })),
	/** The note as an A4 PDF. What nobody signed is marked as a draft on every page. */
	printVisit: (input: PrintVisit) => typedError<PrintedVisit, WireFailure>(__TAURI_INVOKE("print_visit", { input })),
	/** All visits of a patient as one file. */
	exportVisits: (input: OnePatient) => typedError<VisitExport, WireFailure>(__TAURI_INVOKE("export_visits", { input })),
	/**
	 * Reads visits that were exported. They arrive as drafts of the caller: a signature cannot be
	 * carried over. A visit that is here already is left alone.
	 */
	importVisits: (input: ImportVisits) => typedError<ImportReport, WireFailure>(__TAURI_INVOKE("import_visits", { input })),
	/** Keeps a conversation with its speakers and times, replacing an earlier one of the visit. */
	importTranscript: (input: ImportTranscript) => typedError<Transcript, WireFailure>(__TAURI_INVOKE("import_transcript", { input })),
	/** Says who speaks some turns of the conversation, where an engine could not. Words and times stay. */
	setSpeakers: (input: SetSpeakers) => typedError<Transcript, WireFailure>(__TAURI_INVOKE("set_speakers", { input })),
	/**
	 * Drafts a note from the visit's conversation, sending each sentence as it is ready. Nothing is
	 * written into the note before somebody accepts a section.
	 */
	generateSoap: (input: OneVisit, channel: Channel<DraftSentence>) => typedError<Draft, WireFailure>(__TAURI_INVOKE("generate_soap", { input, channel })),
	/**
	 * Takes parts of a draft into the note: supported sentences after what is there, unsupported ones
	 * apart as suggestions. What an earlier draft left there and nobody touched gives way. A part is
	 * taken once.
	 */
	acceptDraft: (input: AcceptDraft) => typedError<VisitDetail, WireFailure>(__TAURI_INVOKE("accept_draft", { input })),
	/** Writes down what a patient decided. Older decisions stay; the latest counts. A refusal stops what is being recorded of the visit. */
	recordConsent: (input: RecordConsent) => typedError<Consent, WireFailure>(__TAURI_INVOKE("record_consent", { input })),
	/** Begins a recording. For a visit, the patient must have agreed. */
	startRecording: (input: StartRecording) => typedError<Recording, WireFailure>(__TAURI_INVOKE("start_recording", { input })),
	/** Keeps a piece of sound: sealed and on disk when this answers. A piece that is sent twice is kept once; pieces may come in any order, and after the stop. */
	appendRecording: (input: AppendRecording) => typedError<SegmentStored, WireFailure>(__TAURI_INVOKE("append_recording", { input })),
	/** Marks a place in the sound; a pause and its end also move the recording. */
	markRecording: (input: MarkRecording) => typedError<Recording, WireFailure>(__TAURI_INVOKE("mark_recording", { input })),
	/** Ends a recording. Stopping one that is stopped already changes nothing. */
	stopRecording: (input: OneRecording) => typedError<Recording, WireFailure>(__TAURI_INVOKE("stop_recording", { input })),
	/** Says to which visit a waiting capture belongs; the patient must have agreed. */
	attachRecording: (input: AttachRecording) => typedError<Recording, WireFailure>(__TAURI_INVOKE("attach_recording", { input })),
	/** Removes the sound of a recording for good. What was written from it stays. */
	discardRecording: (input: OneRecording) => typedError<Done, WireFailure>(__TAURI_INVOKE("discard_recording", { input })),
	/** Brings in a sound file as a recording, behind the answer. For a visit, the patient must have agreed. A file becomes one recording, however often this is asked. */
	importRecording: (input: ImportRecording) => typedError<JobStarted, WireFailure>(__TAURI_INVOKE("import_recording", { input })),
	/** A recording with its marks and its waveform. */
	getRecording: (input: OneRecording) => typedError<RecordingDetail, WireFailure>(__TAURI_INVOKE("get_recording", { input })),
	/** A piece of a recording's sound, of at most ten seconds; shorter at its end. */
	getRecordingSound: (input: GetRecordingSound) => typedError<Sound, WireFailure>(__TAURI_INVOKE("get_recording_sound", { input })),
	/** The recordings of a visit, and whether the patient agreed to more. */
	listVisitRecordings: (input: OneVisit) => typedError<VisitRecordings, WireFailure>(__TAURI_INVOKE("list_visit_recordings", { input })),
	/** The caller's captures that wait for a visit, and recordings that were never stopped. */
	listWaitingRecordings: (input: ListWaitingRecordings) => typedError<RecordingList, WireFailure>(__TAURI_INVOKE("list_waiting_recordings", { input })),
	/** The engines that turn sound into words and the voices that read aloud, in the order in which they are tried. Whoever runs the program describes them in a file, which is read again when it was changed. */
	listEngines: (input: ListEngines) => typedError<EngineList, WireFailure>(__TAURI_INVOKE("list_engines", { input })),
	/** Keeps the key of a speech service, sealed. It is never shown again, and goes to no other address than the one that it was given for. */
	setSpeechKey: (input: SetSpeechKey) => typedError<Done, WireFailure>(__TAURI_INVOKE("set_speech_key", { input })),
	/** Tries an engine with a second of silence, or a voice with a word, and says whether it works and how long that took. What is tried is sent first, since loading a large model takes a while. */
	testEngine: (input: TestEngine, channel: Channel<EngineInfo>) => typedError<EngineTest, WireFailure>(__TAURI_INVOKE("test_engine", { input, channel })),
	/** Reads a note aloud with the first voice that works, sending the sound of each sentence as it is ready. Without a voice it is unavailable, and says why. */
	readAloud: (input: ReadAloud, channel: Channel<Sound>) => typedError<WasRead, WireFailure>(__TAURI_INVOKE("read_aloud", { input, channel })),
	/** How long the clinic keeps the sound of signed visits. */
	getRetention: (input: GetRetention) => typedError<Retention, WireFailure>(__TAURI_INVOKE("get_retention", { input })),
	/** Says how long the clinic keeps the sound of signed visits. */
	setRetention: (input: SetRetention) => typedError<Retention, WireFailure>(__TAURI_INVOKE("set_retention", { input })),
	/** Removes the sound that was kept as long as the clinic wants: of signed visits, where all of it was turned into words. At most 20 recordings in one go. */
	cleanRecordings: (input: CleanRecordings) => typedError<Cleaned, WireFailure>(__TAURI_INVOKE("clean_recordings", { input })),
	/** Turns a recording's sound into words of its visit's transcript, behind the answer. What was turned into words already stays as it is. */
	transcribeRecording: (input: OneRecording) => typedError<JobStarted, WireFailure>(__TAURI_INVOKE("transcribe_recording", { input })),
	/** Drafts a note with the models of the clinic's order. Every sentence points to what was said and is checked like those of the built-in drafter; nothing is written into the note before somebody accepts a section. */
	generateModelDraft: (input: OneVisit, channel: Channel<ModelProgress>) => typedError<ModelDraft, WireFailure>(__TAURI_INVOKE("generate_model_draft", { input, channel })),
	/** Shows what would be sent to a model about a visit, and to whom. Nothing is sent. */
	previewModelQuestion: (input: PreviewModelQuestion) => typedError<ModelQuestionPreview, WireFailure>(__TAURI_INVOKE("preview_model_question", { input })),
	/** Asks the models of the clinic's order for suggestions: conditions worth considering, tests, plan, follow-up, each with its reason. They are shown as cards and never applied by themselves. */
	getAiSuggestions: (input: OneVisit, channel: Channel<ModelProgress>) => typedError<SuggestionList, WireFailure>(__TAURI_INVOKE("get_ai_suggestions", { input, channel })),
	/** Suggestions that were made for a visit, and what became of them. */
	listAiSuggestions: (input: OneVisit) => typedError<SuggestionList, WireFailure>(__TAURI_INVOKE("list_ai_suggestions", { input })),
	/** Takes a model's suggestion into the note, as a sentence that was suggested and not said, or dismisses it. It is decided once. */
	decideAiSuggestion: (input: DecideAiSuggestion) => typedError<SuggestionList, WireFailure>(__TAURI_INVOKE("decide_ai_suggestion", { input })),
	/** The connections to models, with which of them answer. */
	listModelConnections: (input: ListModelConnections) => typedError<ModelConnections, WireFailure>(__TAURI_INVOKE("list_model_connections", { input })),
	/** Adds a connection. It is asked only when it stands in the order of a task. */
	createModelConnection: (input: CreateModelConnection) => typedError<Connection, WireFailure>(__TAURI_INVOKE("create_model_connection", { input })),
	/** Changes a connection. A key goes only to the host it was given for. */
	updateModelConnection: (input: UpdateModelConnection) => typedError<Connection, WireFailure>(__TAURI_INVOKE("update_model_connection", { input })),
	/** Removes a connection with its key. What it answered stays. */
	deleteModelConnection: (input: OneModelConnection) => typedError<Done, WireFailure>(__TAURI_INVOKE("delete_model_connection", { input })),
	/** Keeps the key of a connection, sealed. It is never shown again. */
	setModelKey: (input: SetModelKey) => typedError<Connection, WireFailure>(__TAURI_INVOKE("set_model_key", { input })),
	/** Asks a connection for its models: nothing of a patient is sent. Where nothing may leave the clinic, a connection outside is not even tested. */
	testModelConnection: (input: OneModelConnection) => typedError<ModelConnectionTest, WireFailure>(__TAURI_INVOKE("test_model_connection", { input })),
	/** Makes a provider such as Ollama fetch a model, and sends how far it is. Who goes away ends it; what was fetched stays, and another call goes on from there. Nothing of the clinic is sent. */
	pullModel: (input: ModelAtConnection, channel: Channel<PullProgress>) => typedError<ModelOutcome, WireFailure>(__TAURI_INVOKE("pull_model", { input, channel })),
	/** Makes a provider such as Ollama delete a model from its disk. A connection that asks it is left as it is. */
	deletePulledModel: (input: ModelAtConnection) => typedError<ModelOutcome, WireFailure>(__TAURI_INVOKE("delete_pulled_model", { input })),
	/** What the clinic decided about models: what may leave it, and which are asked for what. */
	getModelSettings: (input: GetModelSettings) => typedError<ModelSettings, WireFailure>(__TAURI_INVOKE("get_model_settings", { input })),
	/** Decides what may leave the clinic, and which models are asked for what. */
	updateModelSettings: (input: UpdateModelSettings) => typedError<ModelSettings, WireFailure>(__TAURI_INVOKE("update_model_settings", { input })),
	/** Notes that the caller has seen what is sent to a connection outside, and agrees to send it. */
	acknowledgeModelDisclosure: (input: OneModelConnection) => typedError<Done, WireFailure>(__TAURI_INVOKE("acknowledge_model_disclosure", { input })),
	/** What was asked of each model, and what it cost by the prices as they are now. */
	listModelUsage: (input: ListModelUsage) => typedError<ModelUsageList, WireFailure>(__TAURI_INVOKE("list_model_usage", { input })),
	/** What models cost, by their exact names. */
	listModelPrices: (input: ListModelPrices) => typedError<ModelPrices, WireFailure>(__TAURI_INVOKE("list_model_prices", { input })),
	/** Replaces the prices. */
	setModelPrices: (input: SetModelPrices) => typedError<ModelPrices, WireFailure>(__TAURI_INVOKE("set_model_prices", { input })),
	/** Shows which models a free question would go to, and why others would not be asked. Nothing is sent. */
	previewChat: (input: PreviewChat) => typedError<ChatPreview, WireFailure>(__TAURI_INVOKE("preview_chat", { input })),
	/** Asks the models of the chat's order, and sends the answer piece by piece. Nothing about a patient may stand in the question: whoever asks sees to that, and where nothing may leave the clinic nothing does. */
	chatCompletion: (input: ChatCompletion, channel: Channel<ChatPiece>) => typedError<ChatAnswer, WireFailure>(__TAURI_INVOKE("chat_completion", { input, channel })),
	/** Where the keys of this installation lie, and why they cannot be used where they cannot. */
	getKeyState: (input: GetKeyState) => typedError<KeyState, WireFailure>(__TAURI_INVOKE("get_key_state", { input })),
	/** Chooses the passphrase of the keys, on a computer without a keychain, and draws the first key. Nobody can open the keys without it. */
	choosePassphrase: (input: Passphrase) => typedError<KeyState, WireFailure>(__TAURI_INVOKE("choose_passphrase", { input })),
	/** Opens the keys with their passphrase, until the program ends. */
	openKeys: (input: Passphrase) => typedError<KeyState, WireFailure>(__TAURI_INVOKE("open_keys", { input })),
	/** Looks once more where the keys lie, after a keychain was unlocked or a file was put right. */
	lookForKeys: (input: GetKeyState) => typedError<KeyState, WireFailure>(__TAURI_INVOKE("look_for_keys", { input })),
	/** Jobs of the clinic, latest first. */
	listJobs: (input: ListJobs) => typedError<JobPage, WireFailure>(__TAURI_INVOKE("list_jobs", { input })),
	/** One job with its report. */
	getJob: (input: OneJob) => typedError<Job, WireFailure>(__TAURI_INVOKE("get_job", { input })),
	/** Stops a job; what it stored stays stored. */
	cancelJob: (input: OneJob) => typedError<Job, WireFailure>(__TAURI_INVOKE("cancel_job", { input })),
	/** Puts a failed or cancelled job back into the queue. */
	retryJob: (input: OneJob) => typedError<Job, WireFailure>(__TAURI_INVOKE("retry_job", { input })),
	/** Announces a file; its pieces follow. */
	createUpload: (input: CreateUpload) => typedError<Upload, WireFailure>(__TAURI_INVOKE("create_upload", { input })),
	/** Adds the next piece. A piece that was sent twice is stored once. */
	appendUpload: (input: AppendUpload) => typedError<Upload, WireFailure>(__TAURI_INVOKE("append_upload", { input })),
	/** Removes a file that is not wanted after all. One that a job works on is removed by the job. */
	discardUpload: (input: DiscardUpload) => typedError<Done, WireFailure>(__TAURI_INVOKE("discard_upload", { input })),
	/** Who did what, when, to whom; latest first. Looking here is itself written down. */
	listAudit: (input: ListAudit) => typedError<AuditPage, WireFailure>(__TAURI_INVOKE("list_audit", { input })),
	/**
	 * Checks that every row of the log is where and as it was written, telling now and then how far
	 * it is: years of rows take more than a moment.
	 */
	verifyAudit: (input: Nothing, channel: Channel<AuditProgress>) => typedError<AuditVerdict, WireFailure>(__TAURI_INVOKE("verify_audit", { input, channel })),
};

/** Only the desktop app has these; a browser has HTTP for the same. */
export const desktop = {
	/**
	 *  Sends what happens in the signed-in person's clinic, after the frame `last` or from now on,
	 *  until the session ends or the window closes. A later call takes the place of an earlier one.
	 */
	subscribeEvents: (last: number | null, channel: Channel<EventFrame>) => typedError<null, WireFailure>(__TAURI_INVOKE("subscribe_events", { last, channel })),
	/**
	 *  Stops an operation that was called with this `operationId`; answers whether it was still
	 *  running.
	 */
	cancelOperation: (operationId: string) => typedError<boolean, WireFailure>(__TAURI_INVOKE("cancel_operation", { operationId })),
	/**  The microphones of this computer. */
	recorderDevices: () => typedError<Microphone[], WireFailure>(__TAURI_INVOKE("recorder_devices")),
	/**  Opens the microphone for a recording that was started, and keeps what it hears. */
	recorderStart: (start: RecorderStart, channel: Channel<RecorderEvent>) => typedError<null, WireFailure>(__TAURI_INVOKE("recorder_start", { start, channel })),
	/**  Closes the microphone for private talk; answers how far the recording has come. */
	recorderPause: () => typedError<RecorderPlace, WireFailure>(__TAURI_INVOKE("recorder_pause")),
	/**  Opens the microphone again, or another one. */
	recorderResume: (device: string | null) => typedError<null, WireFailure>(__TAURI_INVOKE("recorder_resume", { device })),
	/**  Closes the microphone; answers how far the recording has come, when all of that is kept. */
	recorderStop: () => typedError<RecorderPlace, WireFailure>(__TAURI_INVOKE("recorder_stop")),
};

/** Every event by its name, with what it carries. */
export type Events = {
	"records:changed": Extract<Event, { type: "records_changed" }>,
	"processing:progress": Extract<Event, { type: "processing_progress" }>,
	"access:session-ended": Extract<Event, { type: "access_session_ended" }>,
	"processing:reload": Extract<Event, { type: "processing_reload" }>,
};
export const eventNames = ["records:changed", "processing:progress", "access:session-ended", "processing:reload"] as const satisfies readonly (keyof Events)[];


/* Types */
/**  Parts of a draft to take into the note. */
export type AcceptDraft = {
	/**  Which visit. */
	visit_id: VisitId,
	/**  Which draft. */
	draft_id: DraftId,
	/**  Which parts. */
	sections: Section[],
};

/**  A section of a draft that became part of the note. */
export type Acceptance = {
	/**  Which. */
	section: Section,
	/**  Who accepted. */
	accepted_by: UserId,
	/**  Their name. */
	accepted_by_name: string,
	/**  When. */
	accepted_at: Timestamp,
};

/**  Something to add to a signed note. */
export type AmendVisit = {
	/**  Which visit. */
	visit_id: VisitId,
	/**  Why. */
	reason: string,
	/**  What is added or corrected. */
	text: string,
	/**  The author's password. */
	password: string,
};

/**  A later addition to a signed note; the original stays as it was. */
export type Amendment = {
	/**  Identifier. */
	amendment_id: AmendmentId,
	/**  Who wrote it. */
	author_id: UserId,
	/**  Their name then. */
	author_name: string,
	/**  When. */
	amended_at: Timestamp,
	/**  Why. */
	reason: string,
	/**  What is added or corrected. */
	text: string,
};

/**  An amendment of a signed note. */
export type AmendmentId = string;

/**  What only animals have. */
export type Animal = {
	/**  Such as `dog`. */
	species: string,
	/**  Such as `beagle`. */
	breed: string | null,
	/**  Colour of the coat. */
	coat_color: string | null,
	/**  Number of the chip (ISO 11784: 15 digits; older ones differ). */
	chip_number: string | null,
	/**  Whether it is neutered, where known. */
	is_neutered: boolean | null,
	/**  Whom it belongs to. */
	owner: Owner,
};

/**  A piece of sound. */
export type AppendRecording = {
	/**  Of which recording. */
	recording_id: RecordingId,
	/**  Counts pieces from 0 in the order of recording. */
	number: number,
	/**  Frames that were recorded before this piece, at 16,000 a second and without pauses. */
	first_frame: number,
	/**  At most one second of signed 16-bit little-endian samples, channels interleaved, in base64. */
	data: string,
};

/**  A piece of a file. */
export type AppendUpload = {
	/**  Which file. */
	upload_id: UploadId,
	/**  Where the piece begins; must be what has arrived so far. */
	offset: number,
	/**  At most 512 KiB, in base64. */
	data: string,
};

/**  A capture and its visit. */
export type AttachRecording = {
	/**  Which capture. */
	recording_id: RecordingId,
	/**  To which visit. */
	visit_id: VisitId,
};

/**  In which way a row is not as it was written. */
export type AuditDamage = 
/**  Its hash does not fit it. */
"edited" | 
/**  It is not there, and later ones are. */
"missing" | 
/**  It does not continue the row before it. */
"reordered" | 
/**  It and those after it are not there. */
"truncated" | 
/**  It and all rows before it were written anew. */
"rewritten";

/**  One row. */
export type AuditEntry = {
	/**  Which of the clinic's chains; the embedded engine has one. */
	chain: number,
	/**  Place in its chain, from 1 without gaps. */
	sequence: number,
	/**  When. */
	at: Timestamp,
	/**  Who; absent before sign-in. */
	user_id: string | null,
	/**  Their name now. */
	user_name: string | null,
	/**  The operation. */
	action: string,
	/**  What happened to the record: `read`, `created`, `changed`, a state event, `refused`. */
	outcome: string,
	/**  Kind of record. */
	resource: string,
	/**  The record, where there is one. */
	resource_id: string | null,
	/**  The patient concerned, where there is one. */
	patient_id: string | null,
	/**  Finds the same request in the log. */
	reference: string,
	/**  Where the request came from: an address, `desktop`, `command line`, `job` or `program`. */
	origin: string,
};

/**  One page of the log. */
export type AuditPage = {
	/**  Latest first. */
	items: AuditEntry[],
	/**  How many rows match in all. */
	total: number,
};

/**  The first row that is not as it was written. */
export type AuditProblem = {
	/**  Which chain. */
	chain: number,
	/**  Which row. */
	sequence: number,
	/**  What is wrong with it. */
	kind: AuditDamage,
};

/**  How far a check of the log is. */
export type AuditProgress = {
	/**  Rows that are checked. */
	checked: number,
	/**  Rows in all. */
	total: number,
};

/**  What a check of the chains found. */
export type AuditVerdict = {
	/**  Whether every row is where and as it was written. */
	intact: boolean,
	/**  Rows read. */
	checked: number,
	/**  The first thing that is wrong. */
	problem: AuditProblem | null,
};

/**  A whole answer. */
export type ChatAnswer = {
	/**  The answer. */
	content: string,
	/**  The connection that gave it. */
	provider: string,
	/**  What became of the question. */
	call: ModelCall,
};

/**  A question without a patient. */
export type ChatCompletion = {
	/**  The conversation; the last message is the user's. */
	messages: ChatMessage[],
};

/**  One message. */
export type ChatMessage = {
	/**  Who says it. */
	role: ChatRole,
	/**  What. */
	content: string,
};

/**  A piece of an answer. */
export type ChatPiece = {
	/**  The connection that answers. */
	provider: string,
	/**  The next words; all pieces together are the answer. */
	text: string,
};

/**  Which models a free question would go to. */
export type ChatPreview = {
	/**  The connections of the chat's order. */
	steps: PlannedStep[],
	/**  What became of the caller's latest free question. */
	latest: ModelCall | null,
};

/**  Who says a message. */
export type ChatRole = 
/**  Standing instructions; only as the first message. */
"system" | 
/**  Whoever asks. */
"user" | 
/**  The model, earlier. */
"assistant";

/**  What a literal check of a sentence against its evidence looks at. */
export type Check = 
/**  A number, dose or measurement. */
"number" | 
/**  A drug name. */
"drug" | 
/**  Left, right, bilateral. */
"side" | 
/**  A person's name. */
"name" | 
/**  Yes or no. */
"negation" | 
/**  The sentence points to nothing, or to words that are not there. */
"evidence";

/**  Nothing is asked. */
export type CleanRecordings = Record<string, never>;

/**  What was removed because it had been kept long enough. */
export type Cleaned = {
	/**  Recordings whose sound was removed. */
	recordings: number,
	/**  Bytes that are free now. */
	bytes: number | null,
	/**  Whether more is to be removed: ask again. */
	more: boolean,
};

/**  A connection to a provider of models. Its key is never shown, only whether there is one. */
export type Connection = {
	/**  Identifier. */
	connection_id: ConnectionId,
	/**  As the clinic calls it. */
	name: string,
	/**  How it is spoken to. */
	kind: ConnectionKind,
	/**  Its address. */
	base_url: string,
	/**  The model that is asked, by the provider's name for it. */
	model: string,
	/**  Whether a key is set. */
	has_key: boolean,
	/**  Whether it may be asked at all. */
	enabled: boolean,
	/**  Without a piece of the answer for so many seconds, it is given up: 1 to 600. */
	patience_seconds: number,
	/**  Counts changes; send it back when changing it. */
	version: number,
	/**  When it was added. */
	created_at: Timestamp,
};

/**  A connection to a provider of models. */
export type ConnectionId = string;

/**  How a provider is spoken to. */
export type ConnectionKind = 
/**  Anything that speaks as OpenAI's chat completions: LM Studio, llama.cpp, vLLM, MLX. */
"openai_compatible" | 
/**  OpenAI. */
"openai" | 
/**  Anthropic. */
"anthropic" | 
/**  Google's Gemini. */
"gemini" | 
/**  Ollama. */
"ollama";

/**  A connection with what is known of it now. */
export type ConnectionState = {
	/**  The connection. */
	connection: Connection,
	/**  Whether what is sent there stays with the clinic: on this machine, or on a host of its list. */
	inside: boolean,
	/**  When it last answered. */
	answered_at: Timestamp | null,
	/**  Milliseconds that this took. */
	latency_ms: number | null,
	/**  Its latest problem, unless it answered since. */
	problem: ModelProblem | null,
	/**  Until when it is left alone because it failed several times. */
	resting_until: Timestamp | null,
};

/**  A decision of a patient, as somebody wrote it down. */
export type Consent = {
	/**  Identifier. */
	consent_id: ConsentId,
	/**  Whose decision. */
	patient_id: PatientId,
	/**  To what. */
	purpose: ConsentPurpose,
	/**  What was decided. */
	decision: ConsentDecision,
	/**  For which visit, where it holds for one. */
	visit_id: VisitId | null,
	/**  Who wrote it down. */
	recorded_by: UserId,
	/**  Their name. */
	recorded_by_name: string,
	/**  When. */
	recorded_at: Timestamp,
};

/**  What a patient decided. */
export type ConsentDecision = 
/**  Yes, until it is taken back. */
"given" | 
/**  Yes, for one visit. */
"this_visit" | 
/**  No, or not any more. */
"refused";

/**  A decision of a patient. */
export type ConsentId = string;

/**  What a patient agrees to. */
export type ConsentPurpose = 
/**  That talk is recorded. */
"recording" | 
/**  That what was said is sent to a provider of models outside the clinic. */
"outside_model";

/**  A new connection. */
export type CreateModelConnection = {
	/**  As the clinic calls it. */
	name: string,
	/**  How it is spoken to. */
	kind: ConnectionKind,
	/**  Its address; absent for the usual one of its kind. */
	base_url?: string | null,
	/**  The model that is asked. */
	model: string,
	/**  Without a piece of the answer for so many seconds, it is given up: 1 to 600. */
	patience_seconds: number,
};

/**  A file to bring in. */
export type CreateUpload = {
	/**  Its name, for people; it is never used as a path. */
	name: string,
	/**  Bytes in all, at most 1 GiB. */
	size: number,
};

/**  A new user. */
export type CreateUser = {
	/**  What is typed to sign in. */
	login: string,
	/**  The name that signs notes. */
	display_name: string,
	/**  At least one. */
	roles: Role[],
	/**  8 to 128 characters; told to the person by the admin. */
	password: string,
};

/**  A visit to begin. */
export type CreateVisit = {
	/**  Whose. */
	patient_id: string,
	/**  Why the patient comes. */
	reason?: string,
};

/**  The signed-in person, with everything a screen needs to show the right things. */
export type CurrentUser = {
	/**  The person. */
	user: User,
	/**  The clinic. */
	organization: Organization,
	/**  Permissions such as `patient:read`; screens disable what is not here. */
	permissions: string[],
	/**  The session. */
	session: SessionView,
	/**  What was chosen for the screens. */
	preferences: Preferences,
};

/**  A calendar day without a time zone; `yyyy-mm-dd` on the wire. */
export type Date = string;

/**  What a person decides about a suggestion. */
export type DecideAiSuggestion = {
	/**  Which visit. */
	visit_id: VisitId,
	/**  Which suggestion. */
	suggestion_id: SuggestionId,
	/**  True puts its sentence into the note, false dismisses it. */
	accept: boolean,
};

/**  What to do with a suggestion. */
export type DecideSuggestion = {
	/**  Which visit. */
	visit_id: VisitId,
	/**  Which part. */
	section: Section,
	/**  Which suggestion. */
	sentence_id: SentenceId,
	/**  The version of this part that was read. */
	version: number,
	/**  True puts it into the note, false dismisses it. */
	accept: boolean,
};

/**  Which file. */
export type DiscardUpload = {
	/**  The file. */
	upload_id: UploadId,
};

/**  The answer of an operation that has nothing to say. */
export type Done = Record<string, never>;

/**  A draft of a note; nothing of it is in the visit until somebody accepts a section. */
export type Draft = {
	/**  Identifier. */
	draft_id: DraftId,
	/**  For which visit. */
	visit_id: VisitId,
	/**  The sentences, by section and in order. */
	sentences: DraftSentence[],
	/**  How it came to be. */
	provenance: Provenance,
	/**  The sections that were accepted, by whom and when. */
	accepted: Acceptance[],
};

/**  A draft made from a transcript. */
export type DraftId = string;

/**  One part of a draft. */
export type DraftPart = {
	/**  Which. */
	section: Section,
	/**  Its sentences, in order. */
	sentences: DraftSentence[],
};

/**  One sentence of a draft. */
export type DraftSentence = {
	/**  Where it belongs. */
	section: Section,
	/**  The sentence in note style. */
	text: string,
	/**  The words it came from; at least one span unless it is flagged. */
	evidence: EvidenceSpan[],
	/**  What the literal checks found; a sentence with flags is shown apart as "suggested, not said". */
	flags: Flag[],
};

/**  An engine or a voice as screens see it. */
export type EngineInfo = {
	/**  Its name, as the clinic gave it. */
	name: string,
	/**  What it is. */
	kind: EngineKind,
	/**  Whether sound and words stay on this machine. */
	local: boolean,
	/**  Of a service: what its key is for, such as `https://api.example.com`. */
	address: string | null,
	/**  Where its key comes from; absent when none is set. */
	key: KeySource | null,
	/**  Why it is not used at all; absent when it is. */
	blocked: SpeechProblem | null,
};

/**  What an engine or a voice is. */
export type EngineKind = 
/**  A program that is started each time. */
"command" | 
/**  A service that is asked over HTTP. */
"service" | 
/**  A model that whisper.cpp runs in a process of its own. */
"whisper";

/**  The engines and voices, in the order in which they are tried. */
export type EngineList = {
	/**  What turns sound into words, first choice first. */
	items: EngineInfo[],
	/**  What reads aloud, first choice first. */
	voices: EngineInfo[],
	/**  Why the file that describes them cannot be used; absent when it can. */
	problem: string | null,
};

/**  How a trial ended. */
export type EngineTest = {
	/**  Why it does not work; absent when it does. */
	problem: SpeechProblem | null,
	/**  How long it took, in milliseconds. */
	took_ms: number,
};

/**  An engine that gave no words or a voice that gave no sound, and why. */
export type EngineTried = {
	/**  Its name, as the clinic gave it. */
	name: string,
	/**  What was wrong. */
	problem: SpeechProblem,
};

/**  Everything that is told to screens without being asked; the one list of events. */
export type Event = 
/**  Records changed: answers made of these tags are stale. */
{ type: "records_changed"; 
/**  What is stale. */
tags: Tag[] } | 
/**  A job moved. */
{ type: "processing_progress"; 
/**  Which job. */
job_id: string; 
/**  What it does. */
kind: string; 
/**  Its state. */
status: string; 
/**  Steps done. */
done: number; 
/**  Steps in all, when known. */
total: number | null } | 
/**  A session ended; a screen that shows it must ask for a new sign-in. */
{ type: "access_session_ended"; 
/**  Whose. */
user_id: string } | 
/**  The reader fell too far behind: forget everything and read anew. */
{ type: "processing_reload" };

/**  An event with its place in the stream. */
export type EventFrame = {
	/**  Ascending by one within a server's life; what `Last-Event-ID` names. */
	sequence: number,
	/**  `feature:event`. */
	name: string,
	/**  What happened. */
	payload: Event,
};

/**  A range of one segment's text. */
export type EvidenceSpan = {
	/**  `Segment::index`. */
	segment: number,
	/**  First character, counted in Unicode code points from 0. */
	start: number,
	/**  One past the last character, counted in Unicode code points. */
	end: number,
};

/**  The closed set of ways in which an operation fails. Add one only when a screen acts on it. */
export type FailureType = 
/**  The input is not acceptable; `field` and `rule` say what and why. */
"Validation" | 
/**  No valid session. */
"Unauthenticated" | 
/**  The session may not do this. */
"Forbidden" | 
/**  No such record within reach of the caller. */
"NotFound" | 
/**  Somebody else changed or already has it; `current` or `existing` shows what is there. */
"Conflict" | 
/**  The state does not allow this event; `from`, `to` and `allowed` say more. */
"InvalidTransition" | 
/**  The request is larger than accepted. */
"TooLarge" | 
/**  Too many attempts; `retry_after_seconds` says when to come back. */
"TooManyRequests" | 
/**  Not finished within the time that is given. */
"Timeout" | 
/**  Stopped because somebody asked for it. */
"Cancelled" | 
/**  A part of the program cannot answer now. */
"Unavailable" | 
/**  The disk is full: nothing was written. On SQLite reading goes on. */
"StorageFull" | 
/**  A fault of the program; the log has the cause under the reference. */
"Internal";

/**  A note to sign. */
export type FinalizeVisit = {
	/**  Which visit. */
	visit_id: VisitId,
	/**  The version of the visit that was read. */
	version: number,
	/**  The signer's password: a signature is given by a person, not by an open screen. */
	password: string,
};

/**  A record number. */
export type FindPatientByMrn = {
	/**  As it was given. */
	mrn: string,
};

/**  A difference between a sentence and its evidence that a person must decide. */
export type Flag = {
	/**  What was checked. */
	check: Check,
	/**  The value in the sentence. */
	found: string,
	/**  What the evidence says instead; empty when it says nothing. */
	expected: string,
};

/**  A file format that holds patients. */
export type Format = 
/**  A table with a header row; comma, semicolon or tab. */
"csv" | 
/**  One JSON document: a FHIR R4 bundle, or a single resource. */
"fhir_bundle" | 
/**  One FHIR resource a line. */
"ndjson";

/**  Nothing is asked. */
export type GetKeyState = Record<string, never>;

/**  Nothing is asked. */
export type GetModelSettings = Record<string, never>;

/**  One owner. */
export type GetOwner = {
	/**  Who. */
	owner_id: OwnerId,
};

/**  Which piece of sound. */
export type GetRecordingSound = {
	/**  Of which recording. */
	recording_id: RecordingId,
	/**  Where it begins, in milliseconds. */
	from_ms: number,
	/**  Where it ends, at most ten seconds later. */
	to_ms: number,
};

/**  Nothing is asked. */
export type GetRetention = Record<string, never>;

/**  One record that could not be read. */
export type ImportIssue = {
	/**  Line of the file, from 1; the entry's number in a bundle; the second of a sound. */
	line: number,
	/**  The column or element, where one is to blame. */
	field: string | null,
	/**  The rule that is broken; absent where none says it, and in old reports. */
	rule?: Rule | null,
	/**  What is wrong in English, without the value; screens use their own words, keyed by `rule`. */
	problem: string,
};

/**  A file of patients. */
export type ImportPatients = {
	/**  The file, wholly uploaded. */
	upload_id: UploadId,
	/**  Its form; guessed when absent. */
	format?: Format | null,
};

/**  A sound file. */
export type ImportRecording = {
	/**  The file, wholly uploaded: WAV, FLAC, MP3, M4A, Ogg Vorbis or Opus, WebM. */
	upload_id: UploadId,
	/**  For which visit; absent for a capture that is attached later. */
	visit_id?: VisitId | null,
};

/**  What came of an import. */
export type ImportReport = {
	/**  Records that are new. */
	created: number,
	/**  Records that were there already and are the same. */
	unchanged: number,
	/**  Records that were there already and were brought up to date. */
	updated: number,
	/**  Records that could not be read. */
	failed: number,
	/**  The first thousand of them. */
	issues: ImportIssue[],
	/**  Other kinds of records in the file, which were left alone. */
	not_imported: NotImported[],
};

/**  A conversation as it came from elsewhere. */
export type ImportTranscript = {
	/**  For which visit. */
	visit_id: VisitId,
	/**  The text: tagged lines, WebVTT, SRT, Praat TextGrid or JSON segments. */
	text: string,
	/**  The patient's side of a TextGrid pair; `text` is then the clinician's. */
	second_text?: string | null,
	/**  The form; found out when absent. */
	format?: TranscriptFormat | null,
};

/**  A file of visits for one patient. */
export type ImportVisits = {
	/**  Whose chart receives them. */
	patient_id: PatientId,
	/**  What `export_visits` wrote. */
	file: VisitExport,
};

/**  The first clinic and its first admin. */
export type InitializeSetup = {
	/**  The one-time code that the server printed at its start. */
	code?: string | null,
	/**  The clinic's name. */
	organization_name: string,
	/**  The admin's name, as it signs notes. */
	display_name: string,
	/**  What the admin types to sign in. */
	login: string,
	/**  8 to 128 characters. */
	password: string,
	/**  Whether to load the demo clinic. */
	demo?: boolean,
};

/**  A piece of long work. */
export type Job = {
	/**  Identifier. */
	job_id: JobId,
	/**  What it does: `import_patients`, `load_demo`. */
	kind: string,
	/**  Where it stands. */
	status: JobStatus,
	/**  What it works on, as a name to show, such as a file's name. */
	label: string,
	/**  Steps done. */
	done: number,
	/**  Steps in all, when known. */
	total: number | null,
	/**  How often it was tried. */
	attempts: number,
	/**  Why the last try failed. */
	error: JobError | null,
	/**  Events that are possible now, such as `cancel`. */
	allowed: string[],
	/**  What came of an import. */
	report: ImportReport | null,
	/**  When it was asked for. */
	created_at: Timestamp,
	/**  Last change. */
	updated_at: Timestamp,
};

/**  Why a try failed. */
export type JobError = {
	/**  Which of the closed set. */
	type: FailureType,
	/**  The rule that is broken, where one is. */
	rule: Rule | null,
	/**  When no speech engine gave words: each that there is; empty when none is set up. */
	engines: EngineTried[] | null,
	/**  One sentence in English that is safe to show; screens use their own words, keyed by the rest. */
	message: string,
	/**  Finds the entry of the log; empty in old jobs. */
	reference: string,
};

/**  A job. */
export type JobId = string;

/**  One page of jobs. */
export type JobPage = {
	/**  Latest first. */
	items: Job[],
	/**  How many there are in all. */
	total: number,
};

/**  The answer of an operation whose work goes on behind it. */
export type JobStarted = {
	/**  The job to watch. */
	job_id: JobId,
};

/**
 *  A job is claimed by a worker, and ends once; a lost worker's job is claimed again.
 * States of the job machine.
 * 
 * ```text
 * [*] --> queued
 * queued --> running: claim
 * running --> running: claim
 * running --> done: finish
 * running --> queued: retry
 * running --> failed: fail
 * queued --> cancelled: cancel
 * running --> cancelled: cancel
 * failed --> queued: requeue
 * cancelled --> queued: requeue
 * ```
 */
export type JobStatus = 
/** queued */
"queued" | 
/** running */
"running" | 
/** cancelled */
"cancelled" | 
/** done */
"done" | 
/** failed */
"failed";

/**  Why there are no keys to seal and open with. */
export type KeyFault = 
/**  The computer's keychain is not running, is locked, or refuses. */
"unreachable" | 
/**  Something was sealed, and the key is not where it was kept. */
"missing" | 
/**  Nobody has entered the passphrase since the program started. */
"locked" | 
/**  There is no keychain, and nobody has chosen a passphrase yet. */
"not_chosen" | 
/**  What lies there cannot be keys. */
"damaged" | 
/**  Others than the owner may read the file. */
"exposed" | 
/**  The disk refuses. */
"disk";

/**  Where the keys lie. */
export type KeyLocation = 
/**  In the computer's own keychain. */
"keychain" | 
/**  In a file of the data folder that opens with a passphrase. */
"passphrase_file" | 
/**  In a file of the data folder that only its owner may read. */
"owner_file";

/**  Where the key of a service comes from. */
export type KeySource = 
/**  The clinic gave it; it lies sealed and comes first. */
"given" | 
/**  It stands in the environment variable that the file names. */
"variable";

/**  The keys that seal recordings and keys of providers, and nothing of the keys themselves. */
export type KeyState = {
	/**  Where they lie. */
	location: KeyLocation,
	/**  Why they cannot be used; absent when they can. */
	fault: KeyFault | null,
	/**  Public name of the key that seals now. */
	key_id: string | null,
	/**  Public names of keys that something was sealed with and that are not here. */
	missing: string[],
};

/**  Interface languages. */
export type Language = 
/**  English. */
"en" | 
/**  Polish. */
"pl";

/**  Which rows of the log to list. */
export type ListAudit = {
	/**  By one user. */
	user_id?: UserId | null,
	/**  About one patient. */
	patient_id?: PatientId | null,
	/**  One operation, such as `get_patient`. */
	action?: string | null,
	/**  On this day (UTC) or later. */
	from?: Date | null,
	/**  On this day (UTC) or earlier. */
	to?: Date | null,
	/**  Rows wanted: 50 when absent, at most 1000. */
	limit?: number | null,
	/**  Rows to leave out first. */
	offset?: number | null,
};

/**  Nothing is asked. */
export type ListEngines = Record<string, never>;

/**  Part of the list of jobs. */
export type ListJobs = {
	/**  Only those that wait, run or failed. */
	open?: boolean | null,
	/**  Rows wanted: 50 when absent, at most 1000. */
	limit?: number | null,
	/**  Rows to leave out first. */
	offset?: number | null,
};

/**  Nothing is asked. */
export type ListModelConnections = Record<string, never>;

/**  Nothing is asked. */
export type ListModelPrices = Record<string, never>;

/**  From which day to which. */
export type ListModelUsage = {
	/**  First day, in UTC. */
	from: Date,
	/**  Last day, in UTC. */
	to: Date,
};

/**  Part of the list of patients. */
export type ListPatients = {
	/**  Rows wanted: 50 when absent, at most 1000. */
	limit?: number | null,
	/**  Rows to leave out first. */
	offset?: number | null,
	/**  `next` of the page before; faster than an offset in long lists. */
	after?: string | null,
};

/**  Which visits to list. */
export type ListVisits = {
	/**  Of one patient. */
	patient_id?: PatientId | null,
	/**  Of one clinician. */
	clinician_id?: UserId | null,
	/**  In one state. */
	status?: VisitStatus | null,
	/**  Only those whose note may still be written. */
	open?: boolean | null,
	/**  Begun on this day (UTC) or later. */
	from?: Date | null,
	/**  Begun on this day (UTC) or earlier. */
	to?: Date | null,
	/**  Signed at this moment or later. */
	signed_since?: Timestamp | null,
	/**  Rows wanted: 50 when absent, at most 1000. */
	limit?: number | null,
	/**  Rows to leave out first. */
	offset?: number | null,
};

/**  Nothing is asked. */
export type ListWaitingRecordings = Record<string, never>;

/**  What a mark says. */
export type MarkKind = 
/**  Somebody wants to find this place again. */
"marker" | 
/**  Private talk begins; nothing is recorded. */
"paused" | 
/**  Recording goes on. */
"resumed" | 
/**  The machine slept or the microphone was lost; nothing was recorded for a while. */
"gap";

/**  Something that happened while it was recorded. */
export type MarkRecording = {
	/**  Of which recording. */
	recording_id: RecordingId,
	/**  Where in the sound, in milliseconds. */
	at_ms: number,
	/**  What. */
	kind: MarkKind,
};

/**  A microphone of this computer. */
export type Microphone = {
	/**  Names it when recording starts. */
	id: string,
	/**  To show. */
	name: string,
	/**  The one that the system would choose. */
	is_default: boolean,
	/**  Channels that it gives; absent when it cannot be asked now. */
	channels: number | null,
};

/**  A model at a connection whose provider keeps models (`ConnectionKind::keeps_models`). */
export type ModelAtConnection = {
	/**  Which connection. */
	connection_id: ConnectionId,
	/**  The model, by the provider's name for it, such as `llama3.2:3b`. */
	model: string,
};

/**  One question to a chain, as it is kept. */
export type ModelCall = {
	/**  Identifier. */
	call_id: ModelCallId,
	/**  For what. */
	task: ModelTask,
	/**  About which visit. */
	visit_id: VisitId | null,
	/**  When. */
	asked_at: Timestamp,
	/**  Every connection of the chain up to the one that answered. */
	steps: ModelStep[],
	/**  The model that answered; absent when none did. */
	model: string | null,
	/**  Tokens of the question, where the provider counts them. */
	prompt_tokens: number | null,
	/**  Tokens of the answer, where the provider counts them. */
	answer_tokens: number | null,
	/**  Milliseconds to the first piece of the answer. */
	first_piece_ms: number | null,
	/**  Milliseconds to the end. */
	total_ms: number,
};

/**  One question to a chain of models. */
export type ModelCallId = string;

/**  In which order connections are asked for a task. */
export type ModelChain = {
	/**  For what. */
	task: ModelTask,
	/**  First choice first; empty means that no model is asked. */
	connections: ConnectionId[],
};

/**  What a test found. */
export type ModelConnectionTest = {
	/**  Why it gave no answer; absent when it did. */
	problem: ModelProblem | null,
	/**  Milliseconds to the answer. */
	latency_ms: number,
	/**  Models that can be asked there. */
	models: string[],
};

/**  The connections with what is known of them. */
export type ModelConnections = {
	/**  Oldest first. */
	items: ConnectionState[],
};

/**  A model's draft, and what became of the question. */
export type ModelDraft = {
	/**  The draft. */
	draft: Draft,
	/**  What became of the question. */
	call: ModelCall,
};

/**  How it ended. */
export type ModelOutcome = {
	/**  Why it was not done; absent when it was. */
	problem: ModelProblem | null,
};

/**  What a model costs, by its exact name. */
export type ModelPrice = {
	/**  The exact name of the model. */
	model: string,
	/**  Minor units of the currency for a million tokens of the question. */
	prompt_price: number,
	/**  Minor units of the currency for a million tokens of the answer. */
	answer_price: number,
	/**  ISO 4217, such as `EUR`. */
	currency: string,
};

/**  What models cost. */
export type ModelPrices = {
	/**  By model. */
	items: ModelPrice[],
};

/**
 *  Why a model gave no whole answer. None of these quotes the provider: what it wrote may repeat
 *  the question or the key.
 */
export type ModelProblem = 
/**  Nobody answers at the address. */
"unreachable" | 
/**  The address is beyond what the request may reach. */
"forbidden" | 
/**  The answer did not begin, or did not go on, in time. */
"late" | 
/**  It was silent, and another one that was asked as well spoke first. */
"overtaken" | 
/**  The provider asks to wait. */
"busy" | 
/**  The provider has a fault of its own. */
"broken" | 
/**  The key is missing, wrong or has no right to this. */
"key_refused" | 
/**  The provider does not know the model or the address. */
"unknown_model" | 
/**  The question is longer than the model can take. */
"question_too_long" | 
/**  The provider refuses the question. */
"refused" | 
/**  The answer broke off. */
"broken_off" | 
/**  What came is no answer that can be read. */
"unreadable" | 
/**  The model said nothing. */
"empty" | 
/**  The answer does not have the form that was asked for. */
"wrong_form";

/**  How far a model's answer has come. */
export type ModelProgress = {
	/**  The connection that answers. */
	provider: string,
	/**  Characters so far; at 0 an answer begins, and what came before it is void. */
	characters: number,
	/**
	 *  A part of the draft that is whole now, checked like the draft itself; always absent while
	 *  suggestions are made.
	 */
	part: DraftPart | null,
};

/**  What a model would be told, and which would be. */
export type ModelQuestionPreview = {
	/**  The standing instructions. */
	instructions: string,
	/**  What would be sent of the visit to a connection outside. */
	outside: string,
	/**  The connections of the task in their order. */
	steps: PlannedStep[],
	/**  What became of the latest question of this kind. */
	latest: ModelCall | null,
};

/**  What a clinic decided about models. */
export type ModelSettings = {
	/**  Nothing may be sent beyond this machine and the hosts below. */
	local_only: boolean,
	/**  Hosts that belong to the clinic, such as `gpu.clinic.lan`. */
	own_hosts: string[],
	/**  Names, numbers and dates of birth are replaced before anything is sent outside. */
	mask_identifiers: boolean,
	/**
	 *  While a model is silent, the next one is asked as well after two seconds, and the first to
	 *  speak answers. Never one outside while one within the clinic may still answer.
	 */
	ask_next_when_silent?: boolean,
	/**  The order for each task. */
	chains: ModelChain[],
	/**  Counts changes; send it back when changing it. 0 while nothing was ever saved. */
	version: number,
};

/**  What became of one connection of a chain. */
export type ModelStep = {
	/**  Which. */
	connection_id: ConnectionId,
	/**  Its name then. */
	name: string,
	/**  The model. */
	model: string,
	/**  The host, without user or path. */
	host: string,
	/**  Why it was not asked; absent when it was. */
	not_asked: NotAsked | null,
	/**  Why it gave no answer; absent when it did, or was not asked. */
	problem: ModelProblem | null,
	/**  How often it was asked. */
	attempts: number,
	/**  Milliseconds from the first attempt to the end. */
	elapsed_ms: number,
};

/**  What models are asked for. Each has its own order of connections. */
export type ModelTask = 
/**  A draft of the note. */
"draft" | 
/**  Suggestions for assessment and plan. */
"suggest" | 
/**  Free questions. */
"chat";

/**  What was asked of one model in a time. */
export type ModelUsage = {
	/**  The model. */
	model: string,
	/**  Questions that it answered. */
	calls: number,
	/**  Tokens of those questions, as far as they were counted. */
	prompt_tokens: number,
	/**  Tokens of the answers, as far as they were counted. */
	answer_tokens: number,
	/**  Questions whose tokens the provider did not count. */
	uncounted: number,
	/**  Milliseconds to the first piece, on average. */
	first_piece_ms: number | null,
	/**  Milliseconds to the end, on average. */
	total_ms: number,
	/**  Minor units of the currency, rounded up; absent when the model has no price. */
	cost: number | null,
	/**  The currency of the price. */
	currency: string | null,
};

/**  What was asked of each model. */
export type ModelUsageList = {
	/**  By model. */
	items: ModelUsage[],
};

/**  What a new animal is made of. */
export type NewAnimal = {
	/**  Such as `dog`. */
	species: string,
	/**  Such as `beagle`. */
	breed?: string | null,
	/**  Colour of the coat. */
	coat_color?: string | null,
	/**  Number of the chip. */
	chip_number?: string | null,
	/**  Whether it is neutered. */
	is_neutered?: boolean | null,
	/**  An owner who is already known; either this or `owner`. */
	owner_id?: OwnerId | null,
	/**  A new owner. */
	owner?: NewOwner | null,
};

/**  What a new owner is made of. */
export type NewOwner = {
	/**  Family name. */
	family_name: string,
	/**  Given name. */
	given_name?: string,
	/**  Telephone. */
	phone?: string | null,
	/**  E-mail address. */
	email?: string | null,
};

/**  What a new patient is made of. */
export type NewPatient = {
	/**  Person or animal. */
	kind: PatientKind,
	/**  Medical record number; made by the clinic's counter when absent. */
	mrn?: string | null,
	/**  Family name; required for people. */
	family_name?: string,
	/**  Given name; required. */
	given_name: string,
	/**  Day of birth, not in the future. */
	birth_date?: Date | null,
	/**  Administrative sex. */
	sex: Sex,
	/**  Telephone. */
	phone?: string | null,
	/**  E-mail address. */
	email?: string | null,
	/**  Postal address on one line. */
	address?: string | null,
	/**  Visible only to those who treat. */
	restricted?: boolean,
	/**  Required for animals, absent for people. */
	animal?: NewAnimal | null,
};

/**  Why a connection was not asked. */
export type NotAsked = 
/**  It is switched off. */
"disabled" | 
/**  It is outside, and nothing may leave the clinic. */
"local_only" | 
/**  It is outside, and the patient has not agreed. */
"no_consent" | 
/**  It is outside, and whoever asks has not seen yet what is sent. */
"not_shown" | 
/**  It failed several times just now and is left alone for a while. */
"resting" | 
/**  Its key cannot be opened. */
"key_unreadable";

/**  A kind of record that an import left alone. */
export type NotImported = {
	/**  Its name in the file, such as `Observation`. */
	resource: string,
	/**  How many. */
	count: number,
};

/**  One of the four parts of a note. */
export type NoteSection = {
	/**  Which. */
	section: Section,
	/**  In order. */
	sentences: Sentence[],
	/**  Drafted sentences without support, to be accepted or dismissed before signing. */
	suggestions: Sentence[],
	/**  Counts changes of this part; send it back when saving it. 0 while nothing was ever saved. */
	version: number,
};

/**  Nothing is asked. */
export type Nothing = Record<string, never>;

/**  One job. */
export type OneJob = {
	/**  Which. */
	job_id: JobId,
};

/**  One connection. */
export type OneModelConnection = {
	/**  Which. */
	connection_id: ConnectionId,
};

/**  One patient. */
export type OnePatient = {
	/**  Which. */
	patient_id: PatientId,
};

/**  One recording. */
export type OneRecording = {
	/**  Which. */
	recording_id: RecordingId,
};

/**  One visit. */
export type OneVisit = {
	/**  Which. */
	visit_id: VisitId,
};

/**  A clinic. */
export type Organization = {
	/**  Its identifier. */
	organization_id: OrganizationId,
	/**  Its name, printed on notes. */
	name: string,
};

/**  A clinic; every record belongs to exactly one. */
export type OrganizationId = string;

/**  Where a sentence comes from. */
export type Origin = 
/**  From the conversation; the evidence says where. */
"talk" | 
/**  The clinician's own words. */
"yours" | 
/**  Drafted without support and accepted by a person. */
"suggested";

/**  A person whom animals belong to. */
export type Owner = {
	/**  Identifier. */
	owner_id: OwnerId,
	/**  Family name. */
	family_name: string,
	/**  Given name. */
	given_name: string,
	/**  Telephone, as written. */
	phone: string | null,
	/**  E-mail address. */
	email: string | null,
};

/**  A person whom animals belong to. */
export type OwnerId = string;

/**  Owners that match. */
export type OwnerList = {
	/**  By name. */
	items: Owner[],
};

/**  An owner with all their animals. */
export type OwnerWithAnimals = {
	/**  The person. */
	owner: Owner,
	/**  Their animals by name. */
	animals: PatientSummary[],
};

/**  What opens the keys. */
export type Passphrase = {
	/**  At least 12 characters, where it is a new one. */
	passphrase: Secret,
};

/**  A patient of the clinic. */
export type Patient = {
	/**  Identifier. */
	patient_id: PatientId,
	/**  Person or animal. */
	kind: PatientKind,
	/**  Medical record number, unique in the clinic. */
	mrn: string,
	/**  Family name; empty for animals. */
	family_name: string,
	/**  Given name; an animal's name. */
	given_name: string,
	/**  Day of birth, where known. */
	birth_date: Date | null,
	/**  Administrative sex. */
	sex: Sex,
	/**  Telephone, as written. */
	phone: string | null,
	/**  E-mail address. */
	email: string | null,
	/**  Postal address on one line. */
	address: string | null,
	/**  Visible only to those who treat: front desk, billing and viewers do not find the patient. */
	restricted: boolean,
	/**  What only animals have. */
	animal: Animal | null,
	/**  Counts changes; send it back when changing the patient. */
	version: number,
	/**  When it was registered. */
	created_at: Timestamp,
	/**  When it was last changed. */
	updated_at: Timestamp,
};

/**  What stands above a chart. */
export type PatientBanner = {
	/**  The patient. */
	patient: Patient,
	/**  Completed years, where the birth date is known. */
	age_years: number | null,
	/**  Completed months below the last completed year. */
	age_months: number | null,
	/**  Visits that were not cancelled. */
	visit_count: number,
	/**  Visits with an unsigned note. */
	open_visit_count: number,
	/**  Start of the latest visit. */
	last_visit_at: Timestamp | null,
};

/**  A patient. */
export type PatientId = string;

/**  Human or animal. */
export type PatientKind = 
/**  A person. */
"human" | 
/**  An animal with an owner. */
"animal";

/**  Patients that match. */
export type PatientList = {
	/**  The best first. */
	items: PatientSummary[],
};

/**  One page of patients. */
export type PatientPage = {
	/**  The rows, by family name, given name. */
	items: PatientSummary[],
	/**  How many there are in all pages. */
	total: number,
	/**  Continues after the last row when sent as `after`; absent on the last page. */
	next: string | null,
};

/**  One row of a list of patients. */
export type PatientSummary = {
	/**  Identifier. */
	patient_id: PatientId,
	/**  Person or animal. */
	kind: PatientKind,
	/**  Medical record number. */
	mrn: string,
	/**  Family name; the owner's for an animal. */
	family_name: string,
	/**  Given name; an animal's name. */
	given_name: string,
	/**  Day of birth, where known. */
	birth_date: Date | null,
	/**  Administrative sex. */
	sex: Sex,
	/**  The species of an animal. */
	species: string | null,
	/**  Telephone; the owner's for an animal. */
	phone: string | null,
	/**  Visible only to those who treat. */
	restricted: boolean,
	/**  Visits that were not cancelled. */
	visit_count: number,
	/**  Start of the latest of them. */
	last_visit_at: Timestamp | null,
};

/**  What would become of one connection of a chain. */
export type PlannedStep = {
	/**  Which. */
	connection_id: ConnectionId,
	/**  Its name. */
	name: string,
	/**  The model. */
	model: string,
	/**  The host, without user or path. */
	host: string,
	/**  Whether what is sent there stays with the clinic. */
	inside: boolean,
	/**  Why it would not be asked; absent when it would. */
	not_asked: NotAsked | null,
};

/**  What a user chose for the screens. */
export type Preferences = {
	/**  Language of the screens; the browser's until chosen. */
	language: Language | null,
	/**  Colours. */
	theme: Theme,
	/**  Whether single letters act as keys outside text fields. */
	single_keys: boolean,
};

/**  Nothing is asked. */
export type PreviewChat = Record<string, never>;

/**  About which visit a model would be asked, and for what. */
export type PreviewModelQuestion = {
	/**  Which visit. */
	visit_id: VisitId,
	/**  For what. */
	task: ModelTask,
};

/**  A note to print. */
export type PrintVisit = {
	/**  Of which visit. */
	visit_id: VisitId,
	/**  Language of headings and dates; English when absent. The note stays as it was written. */
	language?: Language | null,
	/**
	 *  IANA name of the time zone in which times are given, such as `Europe/Warsaw`; UTC when
	 *  absent.
	 */
	time_zone?: string | null,
};

/**  A visit's note on paper. */
export type PrintedVisit = {
	/**  What to call the file: the day of the visit and the record number, and nobody's name. */
	file_name: string,
	/**  The PDF, in base64. */
	data: string,
};

/**  How a draft came to be. */
export type Provenance = {
	/**  Who drafted: `built-in`, or a model provider. */
	provider: string,
	/**  Its model and version. */
	model: string,
	/**  Version of the instructions it was given; absent for the built-in drafter, which has none. */
	prompt_version: string | null,
	/**  When. */
	drafted_at: Timestamp,
};

/**  How far a model was fetched. */
export type PullProgress = {
	/**  What is being done. */
	step: PullStep,
	/**  Percent of what is known to belong to it; it never falls. */
	percent: number | null,
};

/**  What a provider does while it fetches a model. */
export type PullStep = 
/**  It looks for what belongs to the model. */
"looking" | 
/**  It fetches. */
"fetching" | 
/**  It checks what it fetched. */
"checking" | 
/**  It puts the model where it is found. */
"finishing";

/**  What is to be read aloud. */
export type ReadAloud = {
	/**  Of which visit. */
	visit_id: VisitId,
	/**  Which part of the note; the whole note when absent. */
	section?: Section | null,
	/**  In which language it is written. */
	language: Language,
};

/**  A decision of a patient. */
export type RecordConsent = {
	/**  Whose. */
	patient_id: PatientId,
	/**  To what. */
	purpose: ConsentPurpose,
	/**  What was decided. */
	decision: ConsentDecision,
	/**  For which visit; required for one that holds for one visit. */
	visit_id?: VisitId | null,
};

/**  What the page is told while it is recorded. */
export type RecorderEvent = 
/**  How loud it is. */
{ type: "level"; 
/**  Root mean square in dBFS, -96 to 0. */
rms: number | null; 
/**  Largest sample in dBFS, -96 to 0. */
peak: number | null } | 
/**  A piece of sound was heard, and is on its way to be kept. */
{ type: "heard"; 
/**  Counts pieces. */
number: number; 
/**  Frames before it, without pauses. */
first_frame: number; 
/**  Its length in frames. */
frames: number } | 
/**  Here sound is missing. */
{ type: "gap"; 
/**  Where, in milliseconds of the sound. */
at_ms: number } | 
/**  The microphone is gone; what was heard before is kept. */
{ type: "lost"; 
/**  What to do. */
message: string } | 
/**  A piece could not be kept yet; it is tried again. */
{ type: "waiting"; 
/**  Why. */
failure: WireFailure } | 
/**  What had to wait is kept now. */
{ type: "kept" };

/**  How far a recording has come. */
export type RecorderPlace = {
	/**  Number of the next piece. */
	number: number,
	/**  Frames before it. */
	first_frame: number,
};

/**  Where a recording goes on: 0 and 0 for a new one. */
export type RecorderStart = {
	/**  Which recording takes in the sound; it was started before. */
	recording_id: RecordingId,
	/**  Number of the next piece. */
	number: number,
	/**  Frames before it. */
	first_frame: number,
	/**  Which microphone; the system's choice when absent. */
	device: string | null,
	/**  Channels of the recording: 1, or 2 that are kept apart. */
	channels: number,
};

/**  A recording, as lists show it. */
export type Recording = {
	/**  Identifier, chosen by whoever records. */
	recording_id: RecordingId,
	/**  The visit it belongs to; absent while it is a capture that waits for one. */
	visit_id: VisitId | null,
	/**  Whose visit. */
	patient_id: PatientId | null,
	/**  The patient's name as shown. */
	patient_name: string | null,
	/**  Who recorded. */
	recorded_by: UserId,
	/**  Their name. */
	recorded_by_name: string,
	/**  Where it stands. */
	status: RecordingStatus,
	/**  Where the sound came from. */
	source: RecordingSource,
	/**  The microphone's or the file's name, to show; never a path. */
	name: string,
	/**  Channels kept apart: 1 or 2. */
	channels: number,
	/**  Pieces that are stored. */
	segments: number,
	/**  Pieces that were announced or left out in between, and are not stored. */
	missing: number,
	/**  Length in milliseconds, without pauses. */
	duration_ms: number,
	/**  How much of that was turned into words, or found to be silence. */
	transcribed_ms: number,
	/**  The latest job that turns it into words. */
	job_id: JobId | null,
	/**  It should be taking in sound, and nothing came for a while: whoever recorded went away. */
	interrupted: boolean,
	/**  Events that are possible now, such as `stop`. */
	allowed: string[],
	/**  When it began. */
	started_at: Timestamp,
	/**  When sound came last. */
	heard_at: Timestamp,
	/**  When it was stopped. */
	stopped_at: Timestamp | null,
	/**  When its sound was removed, because it had been kept as long as the clinic wants; words stay. */
	cleaned_at: Timestamp | null,
};

/**  A recording with what a player needs. */
export type RecordingDetail = {
	/**  The recording. */
	recording: Recording,
	/**  Marks, in order. */
	marks: RecordingMark[],
	/**  Loudest value of each of up to 1000 equal parts, 0 to 127; a gap is 0. */
	peaks: number[],
};

/**  A recording. */
export type RecordingId = string;

/**  Some recordings. */
export type RecordingList = {
	/**  Latest first. */
	items: Recording[],
	/**  Megabytes that are left where sound is kept, when they are fewer than 1000. */
	space_left_mb: number | null,
};

/**  Something that happened while it was recorded. */
export type RecordingMark = {
	/**  Where in the sound, in milliseconds. */
	at_ms: number,
	/**  What. */
	kind: MarkKind,
	/**  When, by the server's clock. */
	marked_at: Timestamp,
};

/**  Where the sound came from. */
export type RecordingSource = 
/**  A microphone, while people talked. */
"microphone" | 
/**  A file that somebody brought in. */
"file";

/**
 *  A recording takes in sound until it is stopped. Discarding and cleaning remove the sound.
 * States of the recording machine.
 * 
 * ```text
 * [*] --> running
 * running --> paused: pause
 * paused --> running: resume
 * running --> stopped: stop
 * paused --> stopped: stop
 * running --> discarded: discard
 * paused --> discarded: discard
 * stopped --> discarded: discard
 * stopped --> cleaned: clean
 * ```
 */
export type RecordingStatus = 
/** running */
"running" | 
/** paused */
"paused" | 
/** stopped */
"stopped" | 
/** discarded */
"discarded" | 
/** cleaned */
"cleaned";

/**  Exchanges a refresh token for a new pair. */
export type RefreshSession = {
	/**  The refresh token; it works once. */
	refresh_token: string,
};

/**  How long a clinic keeps sound. */
export type Retention = {
	/**  Days after the signing of a visit, 7 to 365; absent: for ever. */
	days: number | null,
};

/**  What a person may do, as named sets of permissions; the policies are in `core/runtime/policy`. */
export type Role = 
/**  Runs the clinic's program: users, audit, everything clinical. */
"admin" | 
/**  Doctor or vet: patients, visits, signing. */
"clinician" | 
/**  Nurse or assistant: patients, visits without signing. */
"assistant" | 
/**  Registers patients. */
"front_desk" | 
/**  Reads patients and notes. */
"pharmacist" | 
/**  Reads patients. */
"billing" | 
/**  Reads patients and notes. */
"viewer" | 
/**  Reads the audit log. */
"auditor";

/**  Why a value is refused; screens put it into words of the reader's language. */
export type Rule = 
/**  It is missing or blank. */
"required" | 
/**  It is not of the expected form. */
"malformed" | 
/**  It is longer than accepted. */
"too_long" | 
/**  It is shorter than accepted. */
"too_short" | 
/**  It is below or above the accepted range. */
"out_of_range" | 
/**  It lies in the future. */
"in_future" | 
/**  It is known to be easily guessed. */
"too_common" | 
/**  It contradicts another field. */
"inconsistent" | 
/**  The field is not part of the request. */
"unknown_field" | 
/**  It was right once and no longer is. */
"expired" | 
/**  It does not match what is stored. */
"wrong" | 
/**  Sentences without support wait for a decision. */
"undecided" | 
/**  It is in a format that is not known. */
"unsupported" | 
/**  Nothing is in it. */
"empty" | 
/**  It cannot be read to its end. */
"damaged";

/**  What was typed to find an owner. */
export type SearchOwners = {
	/**  Beginning of the family name, or of family name and given name. */
	query: string,
	/**  Rows wanted: 20 when absent, at most 100. */
	limit?: number | null,
};

/**  What was typed to find a patient. */
export type SearchPatients = {
	/**  Beginnings of names, record number, phone, chip; or a birth date. With or without marks. */
	query: string,
	/**  Rows wanted: 20 when absent, at most 100. */
	limit?: number | null,
};

/**
 *  Something that is typed and must not be seen again: a passphrase, a key. Wiped when dropped, and
 *  never printed.
 */
export type Secret = string;

/**  The four parts of a note. */
export type Section = 
/**  What the patient says. */
"subjective" | 
/**  What was found and measured. */
"objective" | 
/**  What it means. */
"assessment" | 
/**  What will be done. */
"plan";

/**  One turn of a conversation. */
export type Segment = {
	/**  Position in the conversation, from 0. */
	index: number,
	/**  Who speaks. */
	speaker: Speaker,
	/**  What was said, as it was written down. */
	text: string,
	/**  Start in milliseconds from the beginning, where the source knows it. */
	start_ms: number | null,
	/**  End in milliseconds from the beginning, where the source knows it. */
	end_ms: number | null,
	/**  The sound that it was heard in; absent for what came as text. */
	spoken?: Spoken | null,
};

/**  What an answer to a piece of sound says. */
export type SegmentStored = {
	/**  Pieces that are stored in all. */
	segments: number,
	/**  Number of the first piece that is not stored. */
	next: number,
};

/**  One sentence of a note. */
export type Sentence = {
	/**  Identifier, stable while the sentence is edited. */
	sentence_id: SentenceId,
	/**  As it stands. */
	text: string,
	/**  As it was drafted; absent for the clinician's own. */
	draft_text: string | null,
	/**  Where it comes from. */
	origin: Origin,
	/**  Whether it differs from its draft; derived, never stored. */
	edited?: boolean,
	/**  The words it came from. */
	evidence: EvidenceSpan[],
	/**  Differences from the evidence that a person must decide; derived from the text. */
	flags: Flag[],
	/**  Whether a person agreed to it as it stands. */
	confirmed: boolean,
};

/**  A sentence of a note. */
export type SentenceId = string;

/**  One sentence as the screen has it. */
export type SentenceInput = {
	/**  The sentence; a new one may bring an identifier of its own or none. */
	sentence_id?: SentenceId | null,
	/**  As it stands. */
	text: string,
	/**  Whether the clinician agreed to it as it stands. */
	confirmed?: boolean,
};

/**  A session as its owner sees it. */
export type SessionView = {
	/**  End, whatever happens. */
	expires_at: Timestamp,
	/**  Without use for so many seconds, it ends. */
	idle_seconds: number,
};

/**  A key for a connection. */
export type SetModelKey = {
	/**  Which connection. */
	connection_id: ConnectionId,
	/**  The key as the provider gave it; absent removes the one that is there. */
	key?: Secret | null,
};

/**  All prices. */
export type SetModelPrices = {
	/**  Those left out are removed. */
	items: ModelPrice[],
};

/**  How long sound is to be kept. */
export type SetRetention = {
	/**  Days after the signing of a visit, 7 to 365; absent: for ever. */
	days?: number | null,
};

/**  Who speaks some turns. */
export type SetSpeakers = {
	/**  In which visit. */
	visit_id: VisitId,
	/**  The turns. */
	turns: TurnSpeaker[],
};

/**  A key for a service that hears or speaks. */
export type SetSpeechKey = {
	/**  Whose it is: the `address` of an engine or a voice. Those at the same address share it. */
	address: string,
	/**  The key as the provider gave it; absent removes the one that is there. */
	key?: Secret | null,
};

/**  Whether a user may sign in. */
export type SetUserActive = {
	/**  Who. */
	user_id: UserId,
	/**  The version that was read. */
	version: number,
	/**  False ends every session of the user. */
	active: boolean,
};

/**  Whether the first-run set-up is still to be done. */
export type SetupStatus = {
	/**  True until the first admin exists. */
	needed: boolean,
	/**  Whether the set-up code from the console is asked for; the desktop app needs none. */
	code_required: boolean,
};

/**  Administrative sex. */
export type Sex = 
/**  Female. */
"female" | 
/**  Male. */
"male" | 
/**  Neither. */
"other" | 
/**  Not recorded. */
"unknown";

/**  What is typed to sign in. */
export type SignIn = {
	/**  The login. */
	login: string,
	/**  The password. */
	password: string,
};

/**  Who signed what. */
export type Signature = {
	/**  Who signed. */
	signed_by: UserId,
	/**  Their name then. */
	signer_name: string,
	/**  When. */
	signed_at: Timestamp,
	/**  SHA-256 of the note's canonical form, in hexadecimal. */
	content_hash: string,
	/**  Whether the stored note still has this hash. */
	matches: boolean,
};

/**  The answer to signing in. */
export type SignedIn = {
	/**  Bearer token; empty where the shell keeps it (cookie, desktop). */
	token: string,
	/**  Exchanges for a new pair, once; empty where the shell keeps the session. */
	refresh_token: string,
	/**  Who signed in. */
	me: CurrentUser,
};

/**  A piece of the sound, ready to be played. */
export type Sound = {
	/**  Where it begins, in milliseconds. */
	from_ms: number,
	/**  Frames a second: 16,000. */
	rate: number,
	/**  Channels, interleaved. */
	channels: number,
	/**  Signed 16-bit little-endian samples in base64; what was never recorded is silence. */
	data: string,
};

/**  Who speaks a segment. */
export type Speaker = 
/**  Doctor, vet, nurse: whoever examines. */
"clinician" | 
/**  The patient, or the owner who speaks for the animal. */
"patient" | 
/**  A third person in the room. */
"other" | 
/**  The source does not say. */
"unknown";

/**
 *  Why an engine gave no words, or a voice no sound. None of these quotes what it answered: that may
 *  be clinical.
 */
export type SpeechProblem = 
/**  It is not installed, or cannot be started. */
"missing" | 
/**  It ended with an error, or answered with one. */
"failed" | 
/**  It did not answer in time. */
"late" | 
/**  What it answered cannot be read. */
"unreadable" | 
/**  Nobody answers at its address. */
"unreachable" | 
/**  It does not accept the key, or asks for one. */
"refused" | 
/**  It has too much to do, or has done as much as was paid for. */
"busy" | 
/**  It is not on this machine, and nobody wrote that it may be used all the same. */
"remote_not_allowed" | 
/**  The environment variable that holds its key is not set, and the clinic gave none. */
"key_missing" | 
/**  The clinic gave a key, and it cannot be opened now. */
"key_closed" | 
/**  This program was built without what it needs. */
"not_built" | 
/**  The file of its model is absent or cannot be read. */
"model_unreadable";

/**  Where words were heard; the segment's times count from the beginning of that recording. */
export type Spoken = {
	/**  In which recording. */
	recording_id: RecordingId,
	/**  The engine that wrote the words. */
	engine: string,
	/**  How sure it was, in percent, where it says so. */
	confidence: number | null,
};

/**  A recording to begin. */
export type StartRecording = {
	/**  A new identifier (UUID version 7), chosen by the caller so that a repeated call begins nothing new. */
	recording_id: RecordingId,
	/**  The visit; absent for a capture that is attached later. */
	visit_id?: VisitId | null,
	/**  Channels that are kept apart: 1 or 2. */
	channels: number,
	/**  The microphone's name, to show. */
	name?: string,
};

/**  A suggestion as a card shows it. */
export type Suggestion = {
	/**  Identifier. */
	suggestion_id: SuggestionId,
	/**  For which visit. */
	visit_id: VisitId,
	/**  What it is. */
	kind: SuggestionKind,
	/**  One sentence. */
	text: string,
	/**  Why. */
	reason: string,
	/**  The turns that the reason rests on; empty when it rests on nothing that was said. */
	evidence: EvidenceSpan[],
	/**  How it came to be. */
	provenance: Provenance,
	/**  What became of it; absent while nobody decided. */
	decision: SuggestionDecision | null,
};

/**  What a person decided about a suggestion. */
export type SuggestionDecision = {
	/**  Whether it was taken into the note. */
	taken: boolean,
	/**  Who decided. */
	decided_by: UserId,
	/**  When. */
	decided_at: Timestamp,
};

/**  A suggestion. */
export type SuggestionId = string;

/**  What is suggested. */
export type SuggestionKind = 
/**  A condition worth considering. */
"differential" | 
/**  An examination or laboratory test. */
"test" | 
/**  A treatment or advice. */
"plan" | 
/**  When to come back, and for what. */
"follow_up";

/**  The suggestions for a visit. */
export type SuggestionList = {
	/**  In the order in which they were made. */
	items: Suggestion[],
};

/**  What an answer is made of, or what a change makes stale; the front end's cache follows these. */
export type Tag = 
/**  People who sign in, and their rights. */
"users" | 
/**  The signed-in person. */
"me" | 
/**  Patients and owners. */
"patients" | 
/**  Visits and their notes. */
"visits" | 
/**  Transcripts and drafts. */
"drafts" | 
/**  Recordings and consents. */
"recordings" | 
/**  Connections to models, and what was asked of them. */
"models" | 
/**  Where the keys of the installation lie. */
"keys" | 
/**  Long-running work. */
"jobs" | 
/**  The audit log. */
"audit";

/**  Where a part of the note was taken from; what a person changed since shows at its sentences. */
export type TakenFrom = {
	/**  How the draft came to be. */
	provenance: Provenance,
	/**  Which part was accepted, by whom and when. */
	acceptance: Acceptance,
};

/**  Which engine or voice is to be tried. */
export type TestEngine = {
	/**  Its name. */
	name: string,
	/**  Whether it is a voice. */
	voice: boolean,
};

/**  Colour schemes. */
export type Theme = 
/**  As the operating system says. */
"system" | 
/**  Dark on light. */
"light" | 
/**  Light on dark. */
"dark";

/**  A moment, in UTC with microseconds; RFC 3339 text on the wire, such as `2026-11-21T08:30:00Z`. */
export type Timestamp = string;

/**  A conversation in order. */
export type Transcript = {
	/**  The turns, numbered from 0 without gaps. */
	segments: Segment[],
};

/**  A file format that holds a conversation. */
export type TranscriptFormat = 
/**  Lines, each perhaps with a tag: `[doctor] …` or `Doctor: …`. */
"plain" | 
/**  W3C WebVTT. */
"webvtt" | 
/**  SubRip. */
"srt" | 
/**  Praat TextGrid, long or short form. */
"textgrid" | 
/**  An object with `segments`, or an array of segments. */
"json";

/**  Who speaks one turn. */
export type TurnSpeaker = {
	/**  `Segment::index`. */
	index: number,
	/**  Who. */
	speaker: Speaker,
};

/**  A changed connection. */
export type UpdateModelConnection = {
	/**  Which. */
	connection_id: ConnectionId,
	/**  The version that was read. */
	version: number,
	/**  As the clinic calls it. */
	name: string,
	/**  How it is spoken to. */
	kind: ConnectionKind,
	/**  Its address. At another host, its key is removed and what is sent is shown anew. */
	base_url: string,
	/**  The model that is asked. */
	model: string,
	/**  Whether it may be asked at all. */
	enabled: boolean,
	/**  Without a piece of the answer for so many seconds, it is given up: 1 to 600. */
	patience_seconds: number,
};

/**  What the clinic decides. */
export type UpdateModelSettings = {
	/**  The version that was read. */
	version: number,
	/**  Nothing may be sent beyond this machine and the hosts below. */
	local_only: boolean,
	/**  Hosts that belong to the clinic. */
	own_hosts: string[],
	/**  Names, numbers and dates of birth are replaced before anything is sent outside. */
	mask_identifiers: boolean,
	/**
	 *  While a model is silent, the next one is asked as well after two seconds; as it was when
	 *  absent.
	 */
	ask_next_when_silent?: boolean | null,
	/**  The order for each task. */
	chains: ModelChain[],
};

/**  New data of a patient. */
export type UpdatePatient = {
	/**  Which. */
	patient_id: PatientId,
	/**  The version that was read. */
	version: number,
	/**  All fields; those left out become empty. The record number stays when absent. */
	patient: NewPatient,
};

/**  What the caller chose for the screens. */
export type UpdatePreferences = {
	/**  All of them; what is left out is not kept. */
	preferences: Preferences,
};

/**  New name and roles of a user. */
export type UpdateUser = {
	/**  Who. */
	user_id: UserId,
	/**  The version that was read. */
	version: number,
	/**  The name that signs notes. */
	display_name: string,
	/**  At least one. */
	roles: Role[],
};

/**  New data of a visit. */
export type UpdateVisit = {
	/**  Which. */
	visit_id: VisitId,
	/**  The version that was read. */
	version: number,
	/**  Why the patient comes. */
	reason: string,
	/**  When it began. */
	started_at: Timestamp,
};

/**  One part of a note, as a whole. */
export type UpdateVisitSoap = {
	/**  Which visit. */
	visit_id: VisitId,
	/**  Which part. */
	section: Section,
	/**  The version of this part that was read; 0 when nothing was saved yet. */
	version: number,
	/**  All its sentences in order; those left out are removed. */
	sentences: SentenceInput[],
};

/**  A file on its way in. */
export type Upload = {
	/**  Identifier. */
	upload_id: UploadId,
	/**  The file's name, for people; never a path. */
	name: string,
	/**  Bytes that have arrived; the next piece starts here. */
	received: number,
	/**  Bytes in all, at most 1 GiB. */
	size: number,
};

/**  A file on its way in. */
export type UploadId = string;

/**  A person who signs in. */
export type User = {
	/**  Identifier. */
	user_id: UserId,
	/**  What is typed to sign in; unique in the installation, compared without case. */
	login: string,
	/**  The name that signs notes. */
	display_name: string,
	/**  What the person may do. */
	roles: Role[],
	/**  A deactivated user cannot sign in, and open sessions are dead. */
	active: boolean,
	/**  Counts changes; send it back when changing the user. */
	version: number,
	/**  When the account was made. */
	created_at: Timestamp,
};

/**  A person who signs in. */
export type UserId = string;

/**  All users of the clinic. */
export type UserList = {
	/**  By name. */
	items: User[],
};

/**  A visit, as lists show it. */
export type Visit = {
	/**  Identifier. */
	visit_id: VisitId,
	/**  Whose visit. */
	patient_id: PatientId,
	/**  The patient's name as shown: `Nowak Anna`, `Burek (Kowalski)`. */
	patient_name: string,
	/**  Who sees the patient. */
	clinician_id: UserId,
	/**  Their name. */
	clinician_name: string,
	/**  Where it stands. */
	status: VisitStatus,
	/**  Why the patient comes. */
	reason: string,
	/**  When it began. */
	started_at: Timestamp,
	/**  When it was signed. */
	finalized_at: Timestamp | null,
	/**  Events that are possible now, such as `finalize`. */
	allowed: string[],
	/**  Counts changes of the visit; send it back when changing it. */
	version: number,
	/**  When it was opened. */
	created_at: Timestamp,
	/**  Last change. */
	updated_at: Timestamp,
};

/**  Everything of one visit. */
export type VisitDetail = {
	/**  The visit. */
	visit: Visit,
	/**  The four parts, always all of them. */
	sections: NoteSection[],
	/**  The latest draft. */
	draft: Draft | null,
	/**  The drafts that parts of the note were taken from, oldest first. */
	taken_from?: TakenFrom[],
	/**  The conversation. */
	transcript: Transcript | null,
	/**  The signature, once signed. */
	signature: Signature | null,
	/**  Later additions, oldest first. */
	amendments: Amendment[],
};

/**  All visits of one patient in a file. */
export type VisitExport = {
	/**  Version of this form: 1. */
	format: number,
	/**  When it was written. */
	exported_at: Timestamp,
	/**  The patient's record number, so that a person can check the file. */
	mrn: string,
	/**  The visits, oldest first. */
	visits: VisitDetail[],
};

/**  A visit. */
export type VisitId = string;

/**  One page of visits. */
export type VisitPage = {
	/**  The rows, latest first. */
	items: Visit[],
	/**  How many there are in all pages. */
	total: number,
};

/**  What a visit's recorder needs to know. */
export type VisitRecordings = {
	/**  The patient's latest decision about recording; absent when nobody asked. */
	consent: Consent | null,
	/**  Whether that decision allows a recording of this visit. */
	may_record: boolean,
	/**  The recordings of the visit, latest first. */
	items: Recording[],
	/**  Megabytes that are left where sound is kept, when they are fewer than 1000. */
	space_left_mb: number | null,
};

/**
 *  A visit is written, signed once, and afterwards only amended.
 * States of the visit machine.
 * 
 * ```text
 * [*] --> draft
 * draft --> in_progress: start
 * draft --> finalized: finalize
 * in_progress --> finalized: finalize
 * finalized --> amended: amend
 * amended --> amended: amend
 * draft --> cancelled: cancel
 * in_progress --> cancelled: cancel
 * ```
 */
export type VisitStatus = 
/** draft */
"draft" | 
/** in_progress */
"in_progress" | 
/** finalized */
"finalized" | 
/** cancelled */
"cancelled" | 
/** amended */
"amended";

/**  What was read aloud. */
export type WasRead = {
	/**  Whose voice it was. */
	voice: string,
	/**  How long the sound is, in milliseconds. */
	duration_ms: number,
};

/**  What a client sees of a failure. */
export type WireFailure = {
	/**  Which of the closed set. */
	type: FailureType,
	/**  One sentence in English; screens use their own words, keyed by `type` and `rule`. */
	message: string,
	/**  Finds the entry of the log. */
	reference: string,
	/**  The input's field that is at fault. */
	field?: string | null,
	/**  Why the field is at fault. */
	rule?: Rule | null,
	/**  Identifier of the record that is in the way. */
	existing?: string | null,
	/**  The record as it is now, when the caller sent an older version; of the operation's own output type. */
	current?: unknown | null,
	/**  The state that refuses. */
	from?: string | null,
	/**  The state or event that was asked for. */
	to?: string | null,
	/**  The events that are possible. */
	allowed?: string[] | null,
	/**  When to try again, in seconds. */
	retry_after_seconds?: number | null,
};

/* Tauri Specta runtime */
async function typedError<T, E>(result: Promise<T>): Promise<{ status: "ok"; data: T } | { status: "error"; error: E }> {
    try {
        return { status: "ok", data: await result };
    } catch (e) {
        if (e instanceof Error) throw e;
        return { status: "error", error: e as any };
    }
}

