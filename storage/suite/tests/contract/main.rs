//! The contract of storage: every test here runs on both engines.

#![allow(
    clippy::disallowed_methods,
    reason = "a test makes its own identifiers and tasks"
)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod audit;
mod concurrency;
mod isolation;
mod jobs;
mod models;
mod patients;
mod recordings;
mod schema;
mod visits;

/// Runs each test on SQLite and on PostgreSQL.
macro_rules! on_both {
    ($($module:ident::$name:ident,)*) => {
        mod sqlite { $( mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn holds() {
                let kit = praxis_suite::Kit::fresh(praxis_suite::Kind::Sqlite).await.expect("a folder");
                crate::$module::$name(kit).await;
            }
        } )* }
        mod postgres { $( mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn holds() {
                if let Some(kit) = praxis_suite::Kit::fresh(praxis_suite::Kind::Postgres).await {
                    crate::$module::$name(kit).await;
                }
            }
        } )* }
    };
}

on_both! {
    models::aia_6_a_connection_comes_back_changes_once_and_goes,
    models::aia_7_a_sealed_key_is_kept_beside_its_connection,
    models::aia_7_a_sealed_key_is_kept_by_its_address,
    models::aic_7_settings_are_closed_until_somebody_opens_them,
    models::aic_7_what_is_sent_is_shown_to_each_person_and_place,
    models::aia_16_what_was_asked_adds_up_by_model,
    models::aia_16_prices_are_replaced_as_a_whole,
    models::aic_2_a_suggestion_is_decided_once,
    patients::pat_1_a_patient_comes_back_as_it_was_stored,
    patients::pat_4_an_older_version_changes_nothing,
    patients::pat_6_a_record_number_is_unique_in_its_clinic_only,
    patients::pat_3_pages_neither_overlap_nor_lose_rows,
    patients::pat_3_polish_letters_stand_in_the_same_order_everywhere,
    patients::pat_7_every_word_leads_to_the_patient,
    patients::pat_7_words_follow_a_changed_patient,
    patients::pat_8_counts_stand_beside_the_list,
    patients::pat_9_an_owner_shows_all_animals,
    patients::iam_12_restricted_patients_are_in_no_list_count_or_search,
    patients::pat_13_sources_are_remembered_once,
    visits::wfl_3_every_pair_of_state_and_event_of_a_visit,
    visits::wfl_4_a_transition_and_its_log_are_one_change,
    visits::wfl_3_a_visit_that_moved_meanwhile_does_not_move_again,
    visits::vis_2_lists_filter_by_all_that_they_offer,
    visits::vis_3_sections_have_versions_of_their_own,
    visits::vis_4_only_drafts_are_deleted_with_all_of_them,
    visits::vis_5_the_database_refuses_what_the_program_forgot,
    visits::vis_7_amendments_come_in_order,
    visits::aic_2_drafts_and_their_acceptance_are_kept,
    recordings::wfl_3_every_pair_of_state_and_event_of_a_recording,
    recordings::aud_1_pieces_are_kept_once_and_found_by_time,
    recordings::aud_5_words_advance_only_from_where_they_are,
    recordings::aud_5_recordings_of_a_patient_have_their_turn_in_the_order_of_their_jobs,
    recordings::aud_11_what_waits_is_listed_until_it_has_a_visit,
    recordings::aud_2_the_latest_consent_counts_and_marks_are_in_order,
    recordings::aud_7_only_the_words_of_signed_visits_let_sound_go,
    recordings::aud_7_each_clinic_says_how_long_sound_is_kept,
    recordings::iam_14_recordings_of_another_clinic_are_out_of_reach,
    access::iam_1_there_is_no_clinic_before_the_first,
    access::iam_2_logins_are_found_whatever_their_case,
    access::iam_2_a_login_is_taken_in_the_whole_installation,
    access::iam_10_a_deactivated_user_has_no_session,
    access::iam_10_what_another_process_ends_is_noticed_within_a_second,
    access::iam_10_a_reading_from_before_a_change_is_not_remembered,
    access::iam_10_an_older_version_of_a_user_changes_nothing,
    access::iam_2_an_ended_session_is_gone,
    access::iam_4_refresh_tokens_rotate_and_are_remembered,
    access::iam_9_attempts_count_within_their_window,
    access::plt_15_preferences_are_kept,
    jobs::wfl_3_every_pair_of_state_and_event_of_a_job,
    jobs::plt_11_a_job_is_claimed_exactly_once,
    jobs::plt_11_a_lost_worker_is_fenced_off,
    jobs::plt_11_a_retry_waits_for_its_time,
    jobs::plt_11_a_report_comes_back_as_it_was_stored,
    jobs::plt_11_uploads_advance_only_from_where_they_are,
    jobs::plt_11_a_file_is_unused_when_no_unfinished_job_names_it,
    audit::obs_4_every_change_writes_its_row,
    audit::obs_4_a_change_without_its_row_fails,
    audit::obs_4_rows_cannot_be_changed_or_removed,
    audit::obs_4_verification_finds_every_kind_of_tampering,
    audit::obs_4_a_log_rewritten_with_its_ends_is_found_by_what_was_remembered,
    audit::obs_4_readings_of_many_requests_share_commits,
    audit::obs_4_the_log_filters_by_all_that_it_offers,
    concurrency::plt_4_a_dropped_unit_leaves_nothing,
    concurrency::plt_4_many_writers_lose_nothing,
    concurrency::plt_4_units_dropped_in_the_middle_harm_nobody,
    concurrency::plt_4_callers_that_stop_waiting_harm_nobody,
    concurrency::plt_4_a_snapshot_is_one_moment,
    concurrency::iam_1_two_set_ups_at_once_make_one_clinic,
    isolation::iam_14_patients_of_another_clinic_are_out_of_reach,
    isolation::iam_14_visits_of_another_clinic_are_out_of_reach,
    isolation::iam_14_users_of_another_clinic_are_out_of_reach,
    isolation::iam_14_jobs_and_files_of_another_clinic_are_out_of_reach,
    isolation::iam_14_the_log_of_another_clinic_is_out_of_reach,
    isolation::iam_14_nobody_reaches_nothing,
    schema::plt_3_a_newer_database_is_refused,
    schema::plt_3_a_database_of_an_older_release_is_brought_up_to_date,
    schema::plt_3_data_outlives_the_process,
}
