//! The one list of operations. A shell hands in a macro of its own and is given all of them;
//! `xtask tidy` finds an operation that is missing here.

/// Calls `$callback!` with every operation: `call name: path,` or `stream name: path,`.
#[macro_export]
macro_rules! for_each_operation {
    ($callback:ident) => {
        $callback! {
            call setup_status: $crate::access::setup::setup_status,
            call initialize_setup: $crate::access::setup::initialize_setup,
            call sign_in: $crate::access::sign_in::sign_in,
            call refresh_session: $crate::access::sign_in::refresh_session,
            call sign_out: $crate::access::sign_in::sign_out,
            call get_current_user: $crate::access::me::get_current_user,
            call update_preferences: $crate::access::me::update_preferences,
            call list_users: $crate::access::users::list_users,
            call create_user: $crate::access::users::create_user,
            call update_user: $crate::access::users::update_user,
            call set_user_active: $crate::access::users::set_user_active,
            call create_patient: $crate::patients::write::create_patient,
            call update_patient: $crate::patients::write::update_patient,
            call get_patient: $crate::patients::read::get_patient,
            call list_patients: $crate::patients::read::list_patients,
            call search_patients: $crate::patients::read::search_patients,
            call find_patient_by_mrn: $crate::patients::read::find_patient_by_mrn,
            call get_patient_banner: $crate::patients::read::get_patient_banner,
            call search_owners: $crate::patients::owners::search_owners,
            call get_owner: $crate::patients::owners::get_owner,
            call import_patients: $crate::patients::import::import_patients,
            call create_visit: $crate::visits::lifecycle::create_visit,
            call get_visit: $crate::visits::read::get_visit,
            call list_visits: $crate::visits::read::list_visits,
            call update_visit: $crate::visits::lifecycle::update_visit,
            call delete_visit: $crate::visits::lifecycle::delete_visit,
            call start_visit: $crate::visits::lifecycle::start_visit,
            call cancel_visit: $crate::visits::lifecycle::cancel_visit,
            call update_visit_soap: $crate::visits::note::update_visit_soap,
            call decide_suggestion: $crate::visits::note::decide_suggestion,
            call finalize_visit: $crate::visits::sign::finalize_visit,
            call amend_visit: $crate::visits::sign::amend_visit,
            call export_visits: $crate::visits::transfer::export_visits,
            call import_visits: $crate::visits::transfer::import_visits,
            call import_transcript: $crate::scribe::transcript::import_transcript,
            stream generate_soap: $crate::scribe::draft::generate_soap,
            call accept_draft: $crate::scribe::draft::accept_draft,
            call list_jobs: $crate::workflows::jobs::list_jobs,
            call get_job: $crate::workflows::jobs::get_job,
            call cancel_job: $crate::workflows::jobs::cancel_job,
            call retry_job: $crate::workflows::jobs::retry_job,
            call create_upload: $crate::documents::uploads::create_upload,
            call append_upload: $crate::documents::uploads::append_upload,
            call list_audit: $crate::audit::log::list_audit,
            stream verify_audit: $crate::audit::log::verify_audit,
        }
    };
}
