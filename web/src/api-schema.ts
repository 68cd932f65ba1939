/**
 * The API as types: generated from the server's OpenAPI document by `npm run types`. Do not edit.
 */

export interface paths {
    "/api/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Agents
         * @description Agents with their sums, the dearest first.
         */
        get: operations["list_agents_api_v1_agents_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blobs/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Blob
         * @description A file that a message carried, by its hash.
         */
        get: operations["get_blob_api_v1_blobs__sha256__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Config
         * @description What a first-run page must know.
         */
        get: operations["get_config_api_v1_config_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Dead Letters
         * @description Records that were acknowledged and could not be decoded, newest first.
         */
        get: operations["list_dead_letters_api_v1_dead_letters_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare
         * @description Two traces as one tree: what is the same, changed, gone and new, and where they part first.
         */
        get: operations["compare_api_v1_diff_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/diff/step": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare Step
         * @description How one span of the first trace differs from one of the second: word by word, and by JSON path.
         */
        get: operations["compare_step_api_v1_diff_step_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export/spans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Spans
         * @description Every span that matches, newest first, as a file.
         */
        get: operations["export_spans_api_v1_export_spans_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/graph": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Aggregated Graph
         * @description Who talks to whom over the newest traces that match, as many as `graph_max_traces` and `graph_max_spans` let.
         */
        get: operations["aggregated_graph_api_v1_graph_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Logs
         * @description Log records, newest first.
         */
        get: operations["list_logs_api_v1_logs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics/costs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Costs
         * @description Sums by hour, day, week, model, provider, agent, user, session or project.
         */
        get: operations["get_costs_api_v1_metrics_costs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Errors
         * @description The commonest failures first.
         */
        get: operations["get_errors_api_v1_metrics_errors_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics/performance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Performance
         * @description Latencies by span type, model, tool, name, agent, hour or day.
         */
        get: operations["get_performance_api_v1_metrics_performance_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Summary
         * @description The window in figures.
         */
        get: operations["get_summary_api_v1_metrics_summary_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/otel-metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Otel Metrics
         * @description Every metric that emitters sent, by name.
         */
        get: operations["list_otel_metrics_api_v1_otel_metrics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/otel-metrics/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Otel Metric
         * @description What became of one metric over time.
         */
        get: operations["get_otel_metric_api_v1_otel_metrics__name__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Prices
         * @description The user's own rows, then the table's prices of today.
         */
        get: operations["list_prices_api_v1_prices_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Price
         * @description Whose price a call of this model would get, and what the given usage would cost.
         */
        get: operations["get_price_api_v1_prices__model__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check Prices
         * @description Models that were seen without a price, costs that differ from the reported ones, the age of the table.
         */
        get: operations["check_prices_api_v1_prices_check_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices/overrides/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Price
         * @description Write prices into the user's file; they hold for spans that are priced from now on.
         */
        put: operations["set_price_api_v1_prices_overrides__model__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Projects
         * @description Every project, by name.
         */
        get: operations["list_projects_api_v1_projects_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Project
         * @description Remove every trace of a project, with its log records.
         */
        delete: operations["delete_project_api_v1_projects__project__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/query/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Fields
         * @description The fields of the filter language.
         */
        get: operations["list_fields_api_v1_query_fields_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/query/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Values
         * @description The commonest values of a field, to complete what is being typed.
         */
        get: operations["list_values_api_v1_query_values_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Replays
         * @description Replays that were asked for, the newest first.
         */
        get: operations["list_replays_api_v1_replays_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays/{replay_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Replay
         * @description One of them.
         */
        get: operations["get_replay_api_v1_replays__replay_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays/{replay_id}/beat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Beat
         * @description The worker is alive; `is_cancel_asked` says whether it is to end. 409 where the replay is its own no more.
         */
        post: operations["beat_api_v1_replays__replay_id__beat_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays/{replay_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Replay
         * @description End one that waits; have the worker of one that runs end it. 409 where it is over.
         */
        post: operations["cancel_replay_api_v1_replays__replay_id__cancel_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays/{replay_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End
         * @description The worker has done with it. 409 where the replay is not its own any more.
         */
        post: operations["end_api_v1_replays__replay_id__end_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reprocess": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Reprocess
         * @description How far the latest job is.
         */
        get: operations["get_reprocess_api_v1_reprocess_get"];
        put?: never;
        /**
         * Start Reprocess
         * @description Read and price the traces anew, in the background. 409 while another job runs.
         */
        post: operations["start_reprocess_api_v1_reprocess_post"];
        /**
         * Cancel Reprocess
         * @description End the job; what is done stays done.
         */
        delete: operations["cancel_reprocess_api_v1_reprocess_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Load Samples
         * @description Send three sample traces to this server, as an emitter would; DELETE /projects/samples removes them.
         */
        post: operations["load_samples_api_v1_samples_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search Spans
         * @description Spans with all the words, newest first.
         */
        get: operations["search_spans_api_v1_search_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Sessions
         * @description Sessions, latest activity first.
         */
        get: operations["list_sessions_api_v1_sessions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Session
         * @description One session.
         */
        get: operations["get_session_api_v1_sessions__session_id__get"];
        put?: never;
        post?: never;
        /**
         * Delete Session
         * @description Remove every trace of one session.
         */
        delete: operations["delete_session_api_v1_sessions__session_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{session_id}/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Session Traces
         * @description The traces of one session, newest first.
         */
        get: operations["list_session_traces_api_v1_sessions__session_id__traces_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/spans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Spans
         * @description Spans, newest first.
         */
        get: operations["list_spans_api_v1_spans_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/spans/{span_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Span
         * @description Everything about one span.
         */
        get: operations["get_span_api_v1_spans__span_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sql": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask Sql
         * @description Answer a SELECT over one project; it ends when its time is up or nobody waits for it.
         */
        post: operations["ask_sql_api_v1_sql_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/store": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Store
         * @description What is kept and what that takes on disk.
         */
        get: operations["get_store_api_v1_store_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/store/backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Backup
         * @description Write a copy of this moment into the data folder's `backups`; nothing waits for it.
         */
        post: operations["backup_api_v1_store_backup_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/store/compact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compact
         * @description Rewrite files in which much counts no more, and join small ones. Returns when it is done.
         */
        post: operations["compact_api_v1_store_compact_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/store/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Stats
         * @description What each part takes on disk, what counts no more, and how it grows.
         */
        get: operations["get_stats_api_v1_store_stats_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/store/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify
         * @description Read and count everything again. Returns when it is done; what is wrong is in the answer.
         */
        post: operations["verify_api_v1_store_verify_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream/spans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream Spans
         * @description Server-sent events: each `data` is one `ChangeOut`.
         */
        get: operations["stream_spans_api_v1_stream_spans_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Traces
         * @description Traces, newest first.
         */
        get: operations["list_traces_api_v1_traces_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Trace
         * @description One trace.
         */
        get: operations["get_trace_api_v1_traces__trace_id__get"];
        put?: never;
        post?: never;
        /**
         * Delete Trace
         * @description Remove one trace; spans that come later start it anew.
         */
        delete: operations["delete_trace_api_v1_traces__trace_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trace Agents
         * @description The agents of one trace by first step; the steps of nobody last.
         */
        get: operations["trace_agents_api_v1_traces__trace_id__agents_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trace Checkpoints
         * @description The places that the run can be taken up from, the earliest first.
         */
        get: operations["trace_checkpoints_api_v1_traces__trace_id__checkpoints_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Trace
         * @description One trace, whole: OTLP/JSON, Jaeger's or Zipkin's JSON, or a page to read without a server.
         */
        get: operations["export_trace_api_v1_traces__trace_id__export_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/graph": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trace Graph
         * @description Who talked to whom, within a part of the trace's time; with the measures of the graph.
         */
        get: operations["trace_graph_api_v1_traces__trace_id__graph_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trace Messages
         * @description What the agents of one trace told each other, the earliest first.
         */
        get: operations["trace_messages_api_v1_traces__trace_id__messages_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Recording
         * @description The recording of a trace as a tar: the uploaded one, else that of an agent on the server's machine.
         */
        get: operations["get_recording_api_v1_traces__trace_id__recording_get"];
        /**
         * Put Recording
         * @description Keep the recording of a trace: a tar of `events.jsonl` and `blobs/<sha256>`, in place of an earlier one.
         */
        put: operations["put_recording_api_v1_traces__trace_id__recording_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/recording/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recording Steps
         * @description The model calls and tool calls of a recording, numbered as a replay does, with what can be edited.
         */
        get: operations["recording_steps_api_v1_traces__trace_id__recording_steps_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Replays Of Trace
         * @description Everything about replaying one trace: its recording, the workers, its replays, and what it is a replay of.
         */
        get: operations["replays_of_trace_api_v1_traces__trace_id__replays_get"];
        put?: never;
        /**
         * Ask Replay
         * @description Ask for a replay of a trace that has a recording; a worker takes it. 409 while too many wait.
         */
        post: operations["ask_replay_api_v1_traces__trace_id__replays_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search In Trace
         * @description The `seq` of every span whose text has the words.
         */
        get: operations["search_in_trace_api_v1_traces__trace_id__search_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/skeleton": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trace Skeleton
         * @description The columns that the waterfall draws, binary unless JSON is accepted; see docs/reference/skeleton.md.
         */
        get: operations["trace_skeleton_api_v1_traces__trace_id__skeleton_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/spans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trace Tree
         * @description Every span in pre-order, with its depth.
         */
        get: operations["trace_tree_api_v1_traces__trace_id__spans_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/spans/{span}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trace Span
         * @description Everything about one span, found by its `seq` or its id.
         */
        get: operations["trace_span_api_v1_traces__trace_id__spans__span__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trace Transcript
         * @description What was said in the trace, from its beginning on: each message once, tools where they ran.
         */
        get: operations["trace_transcript_api_v1_traces__trace_id__transcript_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/waterfall": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trace Waterfall
         * @description Offsets and lengths in microseconds, in pre-order.
         */
        get: operations["trace_waterfall_api_v1_traces__trace_id__waterfall_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Facets
         * @description The commonest values of some fields among the traces meant.
         */
        get: operations["get_facets_api_v1_traces_facets_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/histogram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Histogram
         * @description When the traces began: how many, how many failed, and their 95th percentile.
         */
        get: operations["get_histogram_api_v1_traces_histogram_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Views
         * @description The saved views of a project by name; without `project`, those over all projects.
         */
        get: operations["list_views_api_v1_views_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put View
         * @description Save a view, in the place of one with its name.
         */
        put: operations["put_view_api_v1_views__name__put"];
        post?: never;
        /**
         * Delete View
         * @description Forget a view.
         */
        delete: operations["delete_view_api_v1_views__name__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Workers
         * @description The workers that have been heard of lately.
         */
        get: operations["list_workers_api_v1_workers_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Leave
         * @description A worker ends; those that are left.
         */
        delete: operations["leave_api_v1_workers__name__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take Replay
         * @description Give the worker the replay that waits longest; null where there is none for it.
         */
        post: operations["take_replay_api_v1_workers_take_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Health
         * @description 200 while requests are accepted, 503 when nothing can be.
         */
        get: operations["get_health_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Metrics
         * @description The figures in Prometheus' text format.
         */
        get: operations["get_metrics_metrics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AgentMessageOut
         * @description Something one agent told another.
         */
        AgentMessageOut: {
            /** Content */
            content: string | null;
            /** From Agent */
            from_agent: string;
            /**
             * Time
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            time: string;
            /** To Agent */
            to_agent: string;
            /** Type */
            type: string;
        };
        /**
         * AgentOut
         * @description One agent of GET /api/v1/agents, over all traces that were asked for; latency is of its spans.
         */
        AgentOut: {
            /** Cache Creation Tokens */
            cache_creation_tokens: number;
            /** Cache Read Tokens */
            cache_read_tokens: number;
            /**
             * Calls Without Usage
             * @description model calls whose emitter reported no usage
             */
            calls_without_usage: number;
            /**
             * Errors
             * @description spans that ended in error or timeout
             */
            errors: number;
            /**
             * Input Cost Usd
             * @description US dollars, exact to nine decimals
             */
            input_cost_usd: number;
            /**
             * Input Tokens
             * @description inclusive of cache reads and writes
             */
            input_tokens: number;
            /** Max Us */
            max_us: number | null;
            /** Mean Us */
            mean_us: number | null;
            /** Model Calls */
            model_calls: number;
            /**
             * Name
             * @description null: the steps that nobody says are an agent's
             */
            name: string | null;
            /**
             * Output Cost Usd
             * @description US dollars, exact to nine decimals
             */
            output_cost_usd: number;
            /**
             * Output Tokens
             * @description inclusive of reasoning
             */
            output_tokens: number;
            /** P50 Us */
            p50_us: number | null;
            /** P90 Us */
            p90_us: number | null;
            /** P95 Us */
            p95_us: number | null;
            /** P99 Us */
            p99_us: number | null;
            /** Reasoning Tokens */
            reasoning_tokens: number;
            /**
             * Reported Cost Usd
             * @description what emitters say their calls cost
             */
            reported_cost_usd: number;
            /**
             * Reported Difference
             * @description by which share of ours the reported cost is higher or lower, over the calls that have both: 0.02 is 2 %; null where no call has both
             */
            reported_difference: number | null;
            /**
             * Reported Differs
             * @description it is further from ours than AGENTTRACE_COST_DIFFERENCE_PERCENT
             */
            reported_differs: boolean;
            /** Running */
            running: number;
            /** Tool Calls */
            tool_calls: number;
            /**
             * Total Cost Usd
             * @description of the calls whose price is known
             */
            total_cost_usd: number;
            /** Total Spans */
            total_spans: number;
            /** Total Tokens */
            total_tokens: number;
            /** Total Traces */
            total_traces: number;
            /**
             * Unknown Cost Calls
             * @description calls whose price nobody knows: show "?" beside the sum
             */
            unknown_cost_calls: number;
        };
        /**
         * AggregatedGraphOut
         * @description GET /api/v1/graph: the same over the newest traces that match.
         */
        AggregatedGraphOut: {
            /**
             * Components
             * @description groups of agents with no message between them
             */
            components: number;
            /**
             * Cycles
             * @description loops of talk, each once, the shortest first
             */
            cycles: string[][];
            /**
             * Cycles Cut
             * @description whether there are more than 100
             */
            cycles_cut: boolean;
            /** Edges */
            edges: components["schemas"]["GraphEdgeOut"][];
            /**
             * Is Cut
             * @description whether more traces match than were read
             */
            is_cut: boolean;
            /** Nodes */
            nodes: components["schemas"]["GraphNodeOut"][];
            /**
             * Total Traces
             * @description how many traces were read
             */
            total_traces: number;
        };
        /**
         * AttachmentOut
         * @description A file that came with a message. `href` gives the bytes.
         */
        AttachmentOut: {
            /** Href */
            href: string;
            /** Media Type */
            media_type: string | null;
            /** Name */
            name: string | null;
            /** Sha256 */
            sha256: string;
            /** Size Bytes */
            size_bytes: number;
        };
        /**
         * BackupOut
         * @description POST /api/v1/store/backup.
         */
        BackupOut: {
            /** Files */
            files: number;
            /** Folder */
            folder: string;
            /** Offset */
            offset: number;
            /** Size Bytes */
            size_bytes: number;
        };
        /**
         * BarOut
         * @description One bar of a histogram; bars without a trace are left out.
         */
        BarOut: {
            /** Count */
            count: number;
            /**
             * Errors
             * @description traces that ended in error or timeout
             */
            errors: number;
            /**
             * P95 Us
             * @description of the traces that have ended; null where there is none
             */
            p95_us: number | null;
            /**
             * Start
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            start: string;
        };
        /**
         * BranchOut
         * @description A trace that is a replay of another, or has been replayed; `step` is the first that is its own.
         */
        BranchOut: {
            /** Step */
            step: number | null;
            /**
             * Trace Id
             * @description 32 lowercase hexadecimal digits
             */
            trace_id: string;
        };
        /**
         * ChangeOut
         * @description One live message of /api/v1/ws/spans and /api/v1/stream/spans.
         *
         *     `number` counts up by one for a connection's filter-independent stream; a hole means that some were missed and the
         *     watcher should ask REST again. `hello` comes first and carries the current number; `missed` says how many were lost.
         */
        ChangeOut: {
            /**
             * Missed
             * @default 0
             */
            missed: number;
            /** Number */
            number: number;
            /** Spans */
            spans: components["schemas"]["SpanOut"][];
            /** Traces */
            traces: components["schemas"]["TraceOut"][];
            /**
             * Type
             * @enum {string}
             */
            type: "hello" | "change" | "missed";
        };
        /**
         * CheckpointOut
         * @description One checkpoint of GET /api/v1/traces/{id}/checkpoints: a place that the run can be taken up from.
         */
        CheckpointOut: {
            /**
             * Id
             * @description of its event in the recording; null where the run was not recorded
             */
            id: string | null;
            /**
             * Kind
             * @description auto: a model call or a call of a tool begins here
             * @enum {string}
             */
            kind: "manual" | "auto";
            /** Name */
            name: string;
            /**
             * Offset Us
             * @description microseconds since the first span of the trace began
             */
            offset_us: number;
            /**
             * Recording
             * @description the run id of the recording; null where there is none
             */
            recording: string | null;
            /**
             * Seq
             * @description the number of the span
             */
            seq: number;
            /**
             * Span Id
             * @description 16 lowercase hexadecimal digits
             */
            span_id: string;
            /** Span Name */
            span_name: string;
            /**
             * State
             * @description the beginning of that JSON, or all of it with `full`; null: not sent
             */
            state: string | null;
            /**
             * State Bytes
             * @description how long the JSON of its state is; null where it has none
             */
            state_bytes: number | null;
            /**
             * State Chars
             * @description how long the JSON is that was sent
             */
            state_chars: number;
            /**
             * State Href
             * @description where all of it is; null where `state` is all
             */
            state_href: string | null;
            /**
             * Step
             * @description the first step behind it, as its process counts them
             */
            step: number | null;
            /**
             * Time
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            time: string;
            /**
             * Trace Id
             * @description 32 lowercase hexadecimal digits
             */
            trace_id: string;
        };
        /**
         * CompactedOut
         * @description POST /api/v1/store/compact.
         */
        CompactedOut: {
            /** Dropped Rows */
            dropped_rows: number;
            /** Freed Bytes */
            freed_bytes: number;
            /**
             * Postponed
             * @description why something that is due was left
             */
            postponed: string | null;
            /** Segments After */
            segments_after: number;
            /** Segments Before */
            segments_before: number;
        };
        /**
         * CompactIn
         * @description Body of POST /api/v1/store/compact; may be left out.
         */
        CompactIn: {
            /**
             * Everything
             * @description wherever it saves a byte, not only where it is worth it
             * @default false
             */
            everything: boolean;
        };
        /**
         * ComparedFieldOut
         * @description One field of a step that differs.
         */
        ComparedFieldOut: {
            /** Field */
            field: string;
            /** Places */
            places: components["schemas"]["ComparedPlaceOut"][];
            /** Words */
            words: components["schemas"]["ComparedWordOut"][];
        };
        /**
         * ComparedOut
         * @description GET /api/v1/diff
         */
        ComparedOut: {
            after: components["schemas"]["ComparedTotalsOut"];
            before: components["schemas"]["ComparedTotalsOut"];
            /**
             * Changes
             * @description steps that differ, are gone or new; what lies below those is not counted
             */
            changes: number;
            /**
             * First Divergence
             * @description its place in `rows`
             */
            first_divergence: number | null;
            /** Is Same */
            is_same: boolean;
            /** Rows */
            rows: components["schemas"]["ComparedRowOut"][];
        };
        /**
         * ComparedPlaceOut
         * @description A place in JSON that differs; null stands for nothing.
         */
        ComparedPlaceOut: {
            /** After */
            after: string | null;
            /** Before */
            before: string | null;
            /** Path */
            path: string;
        };
        /**
         * ComparedRowOut
         * @description A step of either trace, or of both, in pre-order.
         */
        ComparedRowOut: {
            after: components["schemas"]["ComparedSideOut"] | null;
            before: components["schemas"]["ComparedSideOut"] | null;
            /** Depth */
            depth: number;
            /**
             * Fields
             * @description which of name, model, input, output and status differ
             */
            fields: string[];
            /**
             * Is Downstream
             * @description differs behind the first divergence
             */
            is_downstream: boolean;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
            /**
             * What
             * @enum {string}
             */
            what: "same" | "changed" | "gone" | "new";
        };
        /**
         * ComparedSideOut
         * @description A step as one of the traces has it.
         */
        ComparedSideOut: {
            /** Cost Usd */
            cost_usd: number | null;
            /** Duration Us */
            duration_us: number | null;
            /** Input Tokens */
            input_tokens: number | null;
            /** Model */
            model: string | null;
            /**
             * Offset Us
             * @description from the start of its trace
             */
            offset_us: number;
            /** Output Tokens */
            output_tokens: number | null;
            /**
             * Span Id
             * @description 16 lowercase hexadecimal digits
             */
            span_id: string;
            /** Status */
            status: string;
        };
        /**
         * ComparedStepOut
         * @description GET /api/v1/diff/step
         */
        ComparedStepOut: {
            /** Fields */
            fields: components["schemas"]["ComparedFieldOut"][];
        };
        /**
         * ComparedTotalsOut
         * @description One of the two traces.
         */
        ComparedTotalsOut: {
            /**
             * Cost Usd
             * @description null where no call has a price
             */
            cost_usd: number | null;
            /** Duration Us */
            duration_us: number;
            /** Errors */
            errors: number;
            /** Input Tokens */
            input_tokens: number;
            /** Model Calls */
            model_calls: number;
            /** Name */
            name: string;
            /** Output Tokens */
            output_tokens: number;
            /** Project */
            project: string;
            /** Spans */
            spans: number;
            /**
             * Started At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            started_at: string;
            /** Status */
            status: string;
            /** Tool Calls */
            tool_calls: number;
            /**
             * Trace Id
             * @description 32 lowercase hexadecimal digits
             */
            trace_id: string;
            /** Unpriced Calls */
            unpriced_calls: number;
        };
        /**
         * ComparedWordOut
         * @description Some words of a text that stayed, went or came.
         */
        ComparedWordOut: {
            /** Text */
            text: string;
            /**
             * What
             * @enum {string}
             */
            what: "same" | "gone" | "new";
        };
        /**
         * ConfigOut
         * @description GET /api/v1/config: what a first-run page must know. `otlp_endpoint` is as seen by the caller's host name.
         */
        ConfigOut: {
            /**
             * Auth
             * @constant
             */
            auth: "none";
            /** Last Rejected */
            last_rejected: string | null;
            /** Last Rejected At */
            last_rejected_at: string | null;
            /** Otlp Endpoint */
            otlp_endpoint: string;
            /** Otlp Port */
            otlp_port: number;
            /** Root Path */
            root_path: string;
            /** Version */
            version: string;
        };
        /**
         * CostOut
         * @description Our cost of the call, by whose price, and what the emitter says.
         */
        CostOut: {
            /**
             * Fees Usd
             * @description what is charged beside tokens, in the total: for the request, searches
             */
            fees_usd: number | null;
            /** Input Usd */
            input_usd: number | null;
            /**
             * Match
             * @enum {string}
             */
            match: "exact" | "alias" | "fallback" | "unknown";
            /** Output Usd */
            output_usd: number | null;
            /** Price Row */
            price_row: string | null;
            /**
             * Reported Difference
             * @description by which share of ours the reported cost is higher or lower: 0.02 is 2 %; null: one is not known
             */
            reported_difference: number | null;
            /**
             * Reported Differs
             * @description it is further from ours than AGENTTRACE_COST_DIFFERENCE_PERCENT
             */
            reported_differs: boolean;
            /** Reported Usd */
            reported_usd: number | null;
            /** Table */
            table: string | null;
            /**
             * Tier
             * @description the service tier whose prices were used; null: the standard ones
             */
            tier: string | null;
            /** Total Usd */
            total_usd: number | null;
        };
        /**
         * CostRowOut
         * @description One row of GET /api/v1/metrics/costs.
         */
        CostRowOut: {
            /** Cache Creation Tokens */
            cache_creation_tokens: number;
            /** Cache Read Tokens */
            cache_read_tokens: number;
            /**
             * Calls Without Usage
             * @description model calls whose emitter reported no usage
             */
            calls_without_usage: number;
            /**
             * Errors
             * @description spans that ended in error or timeout
             */
            errors: number;
            /**
             * Input Cost Usd
             * @description US dollars, exact to nine decimals
             */
            input_cost_usd: number;
            /**
             * Input Tokens
             * @description inclusive of cache reads and writes
             */
            input_tokens: number;
            /**
             * Key
             * @description the group: bucket start in RFC 3339, model, …; null = not set
             */
            key: string | null;
            /** Model Calls */
            model_calls: number;
            /**
             * Output Cost Usd
             * @description US dollars, exact to nine decimals
             */
            output_cost_usd: number;
            /**
             * Output Tokens
             * @description inclusive of reasoning
             */
            output_tokens: number;
            /** Reasoning Tokens */
            reasoning_tokens: number;
            /**
             * Reported Cost Usd
             * @description what emitters say their calls cost
             */
            reported_cost_usd: number;
            /**
             * Reported Difference
             * @description by which share of ours the reported cost is higher or lower, over the calls that have both: 0.02 is 2 %; null where no call has both
             */
            reported_difference: number | null;
            /**
             * Reported Differs
             * @description it is further from ours than AGENTTRACE_COST_DIFFERENCE_PERCENT
             */
            reported_differs: boolean;
            /** Running */
            running: number;
            /** Tool Calls */
            tool_calls: number;
            /**
             * Total Cost Usd
             * @description of the calls whose price is known
             */
            total_cost_usd: number;
            /** Total Spans */
            total_spans: number;
            /** Total Tokens */
            total_tokens: number;
            /** Total Traces */
            total_traces: number;
            /**
             * Unknown Cost Calls
             * @description calls whose price nobody knows: show "?" beside the sum
             */
            unknown_cost_calls: number;
        };
        /**
         * CostsOut
         * @description GET /api/v1/metrics/costs?group_by=hour|day|week|model|provider|agent|user|session|project
         */
        CostsOut: {
            /** Group By */
            group_by: string;
            /** Rows */
            rows: components["schemas"]["CostRowOut"][];
        };
        /**
         * CutText
         * @description Stands in the place of a string above the cut (64 KiB): how long it is and where the whole is.
         */
        CutText: {
            /** Bytes */
            bytes: number;
            /** Href */
            href: string;
            /** Preview */
            preview: string;
            /**
             * Truncated
             * @default true
             * @constant
             */
            truncated: true;
        };
        /**
         * DeadLetterOut
         * @description One item of GET /api/v1/dead-letters.
         */
        DeadLetterOut: {
            /** Content Type */
            content_type: string;
            /** Offset */
            offset: number;
            /** Project */
            project: string;
            /** Reason */
            reason: string;
            /**
             * Received At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            received_at: string;
            /** Signal */
            signal: string;
            /** Size Bytes */
            size_bytes: number;
        };
        /**
         * DeletedOut
         * @description The answer of DELETE: how many spans went.
         */
        DeletedOut: {
            /** Deleted Spans */
            deleted_spans: number;
        };
        /**
         * DifferingOut
         * @description A model whose calls cost something else by what their emitters say.
         */
        DifferingOut: {
            /**
             * Difference
             * @description by which share of ours the reported cost is higher or lower
             */
            difference: number;
            /** Model */
            model: string | null;
            /**
             * Our Usd
             * @description of the calls that have both
             */
            our_usd: number;
            /**
             * Reported Usd
             * @description US dollars, exact to nine decimals
             */
            reported_usd: number;
        };
        /**
         * EditIn
         * @description What a step gives or asks instead of what was recorded: one of the three.
         */
        EditIn: {
            /**
             * Error
             * @description what the tool raises
             */
            error?: string | null;
            /**
             * Request
             * @description fields to replace in the body of a model call
             */
            request?: {
                [key: string]: unknown;
            } | null;
            /**
             * Response
             * @description the answer's body, or a result as JSON
             */
            response?: string | null;
        };
        /**
         * ErrorPatternOut
         * @description One row of GET /api/v1/metrics/errors: failures that look alike.
         */
        ErrorPatternOut: {
            /** Count */
            count: number;
            /**
             * First Seen
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            first_seen: string;
            /**
             * Last Seen
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            last_seen: string;
            /**
             * Last Span Id
             * @description 16 lowercase hexadecimal digits
             */
            last_span_id: string;
            /**
             * Last Trace Id
             * @description 32 lowercase hexadecimal digits
             */
            last_trace_id: string;
            /** Name */
            name: string;
            /** Pattern */
            pattern: string;
            /** Span Type */
            span_type: string;
            /** Traces */
            traces: number;
        };
        /**
         * ErrorsOut
         * @description GET /api/v1/metrics/errors
         */
        ErrorsOut: {
            /** Rows */
            rows: components["schemas"]["ErrorPatternOut"][];
        };
        /**
         * EventOut
         * @description Something that happened at one moment of the span.
         */
        EventOut: {
            /** Attributes */
            attributes: {
                [key: string]: unknown;
            };
            /** Name */
            name: string;
            /** Offset Us */
            offset_us: number;
            /**
             * Time
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            time: string;
        };
        /**
         * FacetsOut
         * @description GET /api/v1/traces/facets
         */
        FacetsOut: {
            /** Facets */
            facets: components["schemas"]["ValuesOut"][];
        };
        /**
         * FacetValueOut
         * @description A value and how many have it.
         */
        FacetValueOut: {
            /** Count */
            count: number;
            /** Value */
            value: string;
        };
        /**
         * FieldOut
         * @description A field of the filter language: an item of GET /api/v1/query/fields.
         */
        FieldOut: {
            /** About */
            about: string;
            /** Aliases */
            aliases: string[];
            /**
             * Choices
             * @description the words that it can be, where these are fixed
             */
            choices: string[];
            /**
             * Has Values
             * @description whether /query/values lists its values
             */
            has_values: boolean;
            /**
             * Kind
             * @enum {string}
             */
            kind: "keyword" | "part" | "words" | "choice" | "number" | "money" | "duration" | "moment" | "attribute";
            /** Name */
            name: string;
            /** Operators */
            operators: string[];
        };
        /**
         * FieldsOut
         * @description GET /api/v1/query/fields
         */
        FieldsOut: {
            /** Fields */
            fields: components["schemas"]["FieldOut"][];
            /** Of */
            of: string;
        };
        /**
         * GraphEdgeOut
         * @description Everything that one agent told another.
         */
        GraphEdgeOut: {
            /** Count */
            count: number;
            /**
             * First At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            first_at: string;
            /** From Agent */
            from_agent: string;
            /**
             * Last At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            last_at: string;
            /**
             * Seq
             * @description the span in which the first of them is known
             */
            seq: number;
            /** To Agent */
            to_agent: string;
            /**
             * Trace Id
             * @description where the first of them is
             */
            trace_id: string;
            /**
             * Types
             * @description how many of each type: message, handoff, delegation, result, …
             */
            types: {
                [key: string]: number;
            };
        };
        /**
         * GraphNodeOut
         * @description One agent and its place among the others.
         */
        GraphNodeOut: {
            /**
             * Betweenness
             * @description share of shortest ways between two others that lead through it, 0 to 1
             */
            betweenness: number;
            /** Cache Creation Tokens */
            cache_creation_tokens: number;
            /** Cache Read Tokens */
            cache_read_tokens: number;
            /**
             * Calls Without Usage
             * @description model calls whose emitter reported no usage
             */
            calls_without_usage: number;
            /**
             * Errors
             * @description spans that ended in error or timeout
             */
            errors: number;
            /**
             * In Degree
             * @description from how many agents it was told something
             */
            in_degree: number;
            /**
             * Input Cost Usd
             * @description US dollars, exact to nine decimals
             */
            input_cost_usd: number;
            /**
             * Input Tokens
             * @description inclusive of cache reads and writes
             */
            input_tokens: number;
            /**
             * Is Known
             * @description whether it has spans of its own; false where only messages name it
             */
            is_known: boolean;
            /** Model Calls */
            model_calls: number;
            /** Name */
            name: string;
            /** Out Degree */
            out_degree: number;
            /**
             * Output Cost Usd
             * @description US dollars, exact to nine decimals
             */
            output_cost_usd: number;
            /**
             * Output Tokens
             * @description inclusive of reasoning
             */
            output_tokens: number;
            /**
             * Pagerank
             * @description where talk ends up, weighted by messages; all add up to 1
             */
            pagerank: number;
            /** Reasoning Tokens */
            reasoning_tokens: number;
            /**
             * Reported Cost Usd
             * @description what emitters say their calls cost
             */
            reported_cost_usd: number;
            /**
             * Reported Difference
             * @description by which share of ours the reported cost is higher or lower, over the calls that have both: 0.02 is 2 %; null where no call has both
             */
            reported_difference: number | null;
            /**
             * Reported Differs
             * @description it is further from ours than AGENTTRACE_COST_DIFFERENCE_PERCENT
             */
            reported_differs: boolean;
            /** Running */
            running: number;
            /** Tool Calls */
            tool_calls: number;
            /**
             * Total Cost Usd
             * @description of the calls whose price is known
             */
            total_cost_usd: number;
            /** Total Spans */
            total_spans: number;
            /** Total Tokens */
            total_tokens: number;
            /**
             * Unknown Cost Calls
             * @description calls whose price nobody knows: show "?" beside the sum
             */
            unknown_cost_calls: number;
        };
        /**
         * GraphOut
         * @description GET /api/v1/traces/{id}/graph: nodes by cost, edges by count.
         */
        GraphOut: {
            /**
             * Components
             * @description groups of agents with no message between them
             */
            components: number;
            /**
             * Cycles
             * @description loops of talk, each once, the shortest first
             */
            cycles: string[][];
            /**
             * Cycles Cut
             * @description whether there are more than 100
             */
            cycles_cut: boolean;
            /** Edges */
            edges: components["schemas"]["GraphEdgeOut"][];
            /** Nodes */
            nodes: components["schemas"]["GraphNodeOut"][];
        };
        /**
         * HealthOut
         * @description GET /health: 200 while status is ok or degraded, 503 when nothing can be accepted.
         */
        HealthOut: {
            /** Batch Gaps */
            batch_gaps: number;
            /** Dead Letters */
            dead_letters: number;
            /**
             * Disk Bytes
             * @description what journal and store take
             */
            disk_bytes: number;
            /** Dropped Spans */
            dropped_spans: number;
            /**
             * Dropped Traces
             * @description ever deleted to keep to a bound of age or size
             */
            dropped_traces: number;
            /**
             * Journal Lag Bytes
             * @description acknowledged, and not yet to be found by a query
             */
            journal_lag_bytes: number;
            /**
             * Journal Lag S
             * @description how long the oldest of them has waited
             */
            journal_lag_s: number;
            /**
             * Journal Lag Spans
             * @description about how many spans that is
             */
            journal_lag_spans: number;
            /** Journal Size Bytes */
            journal_size_bytes: number;
            /** Last Error */
            last_error: string | null;
            /** Pipeline State */
            pipeline_state: string;
            /** Reasons */
            reasons: string[];
            /**
             * Refused Requests
             * @description told to come again later (429 or 503), since the start
             */
            refused_requests: number;
            /**
             * Started At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            started_at: string;
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "degraded" | "failing";
            /** Store */
            store: string;
            /** Uptime S */
            uptime_s: number;
            /** Version */
            version: string;
        };
        /**
         * HeldIn
         * @description A worker's proof.
         */
        HeldIn: {
            /** Lease */
            lease: string;
        };
        /**
         * HistogramOut
         * @description GET /api/v1/traces/histogram
         */
        HistogramOut: {
            /** Bars */
            bars: components["schemas"]["BarOut"][];
            /**
             * Since
             * @description where the first bar begins; null where there is nothing
             */
            since: string | null;
            /** Until */
            until: string | null;
            /**
             * Width Us
             * @description of a bar; 0 where there is nothing
             */
            width_us: number;
        };
        /**
         * LinkOut
         * @description A pointer to another span.
         */
        LinkOut: {
            /** Attributes */
            attributes: {
                [key: string]: unknown;
            };
            /**
             * Span Id
             * @description 16 lowercase hexadecimal digits
             */
            span_id: string;
            /**
             * Trace Id
             * @description 32 lowercase hexadecimal digits
             */
            trace_id: string;
        };
        /**
         * LogOut
         * @description One log record: an item of GET /api/v1/logs, and of `logs` in a span's detail.
         */
        LogOut: {
            /** Attributes */
            attributes: {
                [key: string]: unknown;
            };
            /** Body */
            body: unknown;
            /** Event Name */
            event_name: string;
            /** Project */
            project: string;
            /** Resource */
            resource: {
                [key: string]: unknown;
            };
            /**
             * Run Id
             * @description the trace that is made of this record where none was exported
             */
            run_id: string | null;
            /** Scope Name */
            scope_name: string;
            /** Scope Version */
            scope_version: string;
            /** Session Id */
            session_id: string | null;
            /**
             * Severity
             * @description OTLP's number: 9 info, 13 warn, 17 error, 21 fatal; 0 where there is none
             */
            severity: number;
            /** Severity Text */
            severity_text: string;
            /** Span Id */
            span_id: string | null;
            /**
             * Time
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            time: string;
            /** Trace Id */
            trace_id: string | null;
            /**
             * Uid
             * @description made from all that was sent
             */
            uid: string;
        };
        /**
         * MessageOut
         * @description One message of a conversation.
         */
        MessageOut: {
            /**
             * Direction
             * @enum {string}
             */
            direction: "input" | "output";
            /** Finish Reason */
            finish_reason: string | null;
            /** Name */
            name: string | null;
            /** Parts */
            parts: components["schemas"]["PartOut"][];
            /** Role */
            role: string;
        };
        /**
         * OtelGroupOut
         * @description The values of one group; intervals in which nothing came are left out.
         */
        OtelGroupOut: {
            /** Key */
            key: string | null;
            /** Values */
            values: components["schemas"]["OtelValueOut"][];
        };
        /**
         * OtelMetricOut
         * @description One metric that emitters sent: an item of GET /api/v1/otel-metrics.
         */
        OtelMetricOut: {
            /**
             * Attributes
             * @description names by which it can be grouped
             */
            attributes: string[];
            /** Description */
            description: string;
            /**
             * First At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            first_at: string;
            /** Is Monotonic */
            is_monotonic: boolean;
            /**
             * Kind
             * @enum {string}
             */
            kind: "gauge" | "sum" | "histogram" | "summary";
            /**
             * Last At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            last_at: string;
            /** Name */
            name: string;
            /** Points */
            points: number;
            /** Series */
            series: number;
            /**
             * Temporality
             * @enum {string}
             */
            temporality: "none" | "delta" | "cumulative";
            /** Unit */
            unit: string;
        };
        /**
         * OtelMetricValuesOut
         * @description GET /api/v1/otel-metrics/{name}
         */
        OtelMetricValuesOut: {
            /** Agg */
            agg: string;
            /** Group By */
            group_by: string | null;
            /** Groups */
            groups: components["schemas"]["OtelGroupOut"][];
            /**
             * Interval S
             * @description null: the whole window is one interval
             */
            interval_s: number | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "gauge" | "sum" | "histogram" | "summary";
            /** Name */
            name: string;
            /** Series */
            series: number;
            /** Unit */
            unit: string;
        };
        /**
         * OtelValueOut
         * @description One value, and the beginning of its interval.
         */
        OtelValueOut: {
            /**
             * Time
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            time: string;
            /** Value */
            value: number;
        };
        /**
         * OverrideIn
         * @description What PUT /api/v1/prices/overrides/{model} takes: fields that are not given stay what they are in the row.
         */
        OverrideIn: {
            /** Aliases */
            aliases?: string[] | null;
            /** Cache Read */
            cache_read?: number | null;
            /** Cache Read Audio */
            cache_read_audio?: number | null;
            /** Cache Write */
            cache_write?: number | null;
            /** Cache Write 1H */
            cache_write_1h?: number | null;
            /** File Search */
            file_search?: number | null;
            /** In Force From */
            in_force_from?: string | null;
            /** Input */
            input?: number | null;
            /** Input Audio */
            input_audio?: number | null;
            /** Input Image */
            input_image?: number | null;
            /** Output */
            output?: number | null;
            /** Output Audio */
            output_audio?: number | null;
            /** Output Image */
            output_image?: number | null;
            /** Reasoning */
            reasoning?: number | null;
            /** Request */
            request?: number | null;
            /** Tier */
            tier?: ("batch" | "flex" | "priority" | "fast") | null;
            /** Web Search */
            web_search?: number | null;
        };
        /** PageOut[CheckpointOut] */
        PageOut_CheckpointOut_: {
            /** Items */
            items: components["schemas"]["CheckpointOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** PageOut[DeadLetterOut] */
        PageOut_DeadLetterOut_: {
            /** Items */
            items: components["schemas"]["DeadLetterOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** PageOut[LogOut] */
        PageOut_LogOut_: {
            /** Items */
            items: components["schemas"]["LogOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** PageOut[SessionOut] */
        PageOut_SessionOut_: {
            /** Items */
            items: components["schemas"]["SessionOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** PageOut[SpanOut] */
        PageOut_SpanOut_: {
            /** Items */
            items: components["schemas"]["SpanOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** PageOut[TraceMessageOut] */
        PageOut_TraceMessageOut_: {
            /** Items */
            items: components["schemas"]["TraceMessageOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** PageOut[TraceOut] */
        PageOut_TraceOut_: {
            /** Items */
            items: components["schemas"]["TraceOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** PageOut[TranscriptEntryOut] */
        PageOut_TranscriptEntryOut_: {
            /** Items */
            items: components["schemas"]["TranscriptEntryOut"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * PartOut
         * @description One part of a message. text/reasoning: `text`; tool_call: name, call_id, value; tool_result: call_id, value.
         *
         *     media: `attachment` where a file came along, else `text`, which is an address or an id and is never fetched.
         */
        PartOut: {
            attachment: components["schemas"]["AttachmentOut"] | null;
            /** Call Id */
            call_id: string | null;
            /** Mime Type */
            mime_type: string | null;
            /** Name */
            name: string | null;
            /** Text */
            text: string | components["schemas"]["CutText"] | null;
            /**
             * Type
             * @enum {string}
             */
            type: "text" | "reasoning" | "tool_call" | "tool_result" | "media" | "other";
            /** Value */
            value: unknown;
        };
        /**
         * PerformanceOut
         * @description GET /api/v1/metrics/performance?group_by=span_type|model|tool|name|agent|hour|day
         */
        PerformanceOut: {
            /** Group By */
            group_by: string;
            /** Rows */
            rows: components["schemas"]["PerformanceRowOut"][];
        };
        /**
         * PerformanceRowOut
         * @description One row of GET /api/v1/metrics/performance.
         */
        PerformanceRowOut: {
            /** Errors */
            errors: number;
            /** Key */
            key: string | null;
            /** Max Us */
            max_us: number | null;
            /** Mean Us */
            mean_us: number | null;
            /** P50 Us */
            p50_us: number | null;
            /** P90 Us */
            p90_us: number | null;
            /** P95 Us */
            p95_us: number | null;
            /** P99 Us */
            p99_us: number | null;
            /** Spans */
            spans: number;
            /**
             * Spread
             * @description by powers of two, shortest first; those without a span are left out
             */
            spread: components["schemas"]["SpreadOut"][];
        };
        /**
         * PriceCheckOut
         * @description GET /api/v1/prices/check: what is wrong with prices, as far as the store can tell.
         */
        PriceCheckOut: {
            /** Differing */
            differing: components["schemas"]["DifferingOut"][];
            /**
             * Is Stale
             * @description it is older than AGENTTRACE_PRICES_STALE_DAYS
             */
            is_stale: boolean;
            /** Overrides Error */
            overrides_error: string | null;
            /** Overrides File */
            overrides_file: string;
            /** Table */
            table: string;
            /** Table Age Days */
            table_age_days: number | null;
            /** Table Date */
            table_date: string | null;
            /** Unpriced */
            unpriced: components["schemas"]["UnpricedOut"][];
        };
        /**
         * PriceOut
         * @description GET /api/v1/prices/{model}: whose price a call would get, and what the usage that was given would cost.
         */
        PriceOut: {
            /**
             * At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            at: string;
            /** Fees Usd */
            fees_usd: number | null;
            /** Input Usd */
            input_usd: number | null;
            /**
             * Match
             * @enum {string}
             */
            match: "exact" | "alias" | "fallback";
            /** Model */
            model: string;
            /** Output Usd */
            output_usd: number | null;
            /** Prices */
            prices: {
                [key: string]: number;
            };
            /** Provider */
            provider: string | null;
            /** Row */
            row: string;
            /** Steps */
            steps: components["schemas"]["PriceStepOut"][];
            /** Table */
            table: string;
            /** Tier */
            tier: string | null;
            /** Total Usd */
            total_usd: number | null;
        };
        /**
         * PriceRowOut
         * @description Prices of one model: US dollars for a million tokens, for a thousand searches or requests.
         */
        PriceRowOut: {
            /**
             * In Force From
             * @description of the user's own rows; null: always, or as the table says
             */
            in_force_from: string | null;
            /** Prices */
            prices: {
                [key: string]: number;
            };
            /**
             * Row
             * @description "provider/model"; `*` is any provider
             */
            row: string;
            /**
             * Source
             * @enum {string}
             */
            source: "overrides" | "table";
            /** Steps */
            steps: components["schemas"]["PriceStepOut"][];
            /** Tier */
            tier: ("batch" | "flex" | "priority" | "fast") | null;
        };
        /**
         * PricesOut
         * @description GET /api/v1/prices: the user's own rows first, then the table's prices of today.
         */
        PricesOut: {
            /** Items */
            items: components["schemas"]["PriceRowOut"][];
            /** Overrides */
            overrides: string;
            /**
             * Overrides Error
             * @description why the file as it is now is left aside; null where it is in use
             */
            overrides_error: string | null;
            /** Overrides File */
            overrides_file: string;
            /** Snapshot */
            snapshot: string;
            /** Table */
            table: string;
            /**
             * Table Date
             * @description the latest day that the table knows of
             */
            table_date: string | null;
            /**
             * Total
             * @description rows that match; `items` has at most `limit` of them
             */
            total: number;
        };
        /**
         * PriceStepOut
         * @description The prices of calls with more input tokens than `tokens`.
         */
        PriceStepOut: {
            /** Prices */
            prices: {
                [key: string]: number;
            };
            /** Tokens */
            tokens: number;
        };
        /**
         * Problem
         * @description What went wrong, as application/problem+json (RFC 9457).
         */
        Problem: {
            /** Detail */
            detail: string;
            /**
             * Did You Mean
             * @description the nearest name that there is
             * @default null
             */
            did_you_mean: string | null;
            /**
             * Expected
             * @description what could stand there
             * @default null
             */
            expected: string[] | null;
            /**
             * Field
             * @description the parameter or field at fault
             * @default null
             */
            field: string | null;
            /**
             * Length
             * @description how many characters are at fault
             * @default null
             */
            length: number | null;
            /**
             * Position
             * @description where in the field the mistake begins, in characters from 0
             * @default null
             */
            position: number | null;
            /** Request Id */
            request_id: string;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /**
             * Type
             * @default about:blank
             */
            type: string;
        };
        /**
         * ProjectOut
         * @description GET /api/v1/projects
         */
        ProjectOut: {
            /**
             * Last Seen
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            last_seen: string;
            /** Name */
            name: string;
            /** Spans */
            spans: number;
            /** Traces */
            traces: number;
        };
        /**
         * RecordingOut
         * @description Where a recording is that can be replayed.
         */
        RecordingOut: {
            /**
             * Place
             * @enum {string}
             */
            place: "uploaded" | "this machine";
            /** Size Bytes */
            size_bytes: number;
        };
        /**
         * ReplayAskedOut
         * @description What a replay was asked to do.
         */
        ReplayAskedOut: {
            /** Edits */
            edits: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            /** From Checkpoint */
            from_checkpoint: string | null;
            /** From Step */
            from_step: number | null;
            /** Model */
            model: string | null;
            /**
             * Tools
             * @enum {string}
             */
            tools: "recorded" | "live";
            /** Until Step */
            until_step: number | null;
        };
        /**
         * ReplayEndIn
         * @description POST /api/v1/replays/{id}/end
         */
        ReplayEndIn: {
            /** Exit Code */
            exit_code?: number | null;
            /** Lease */
            lease: string;
            /** Output */
            output?: string | null;
            /** Reason */
            reason?: string | null;
            /** Report */
            report?: {
                [key: string]: unknown;
            } | null;
            /** Result Trace Id */
            result_trace_id?: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "done" | "failed" | "cancelled";
        };
        /**
         * ReplayIn
         * @description POST /api/v1/traces/{id}/replays
         */
        ReplayIn: {
            /**
             * Edits
             * @description by step
             */
            edits?: {
                [key: string]: components["schemas"]["EditIn"];
            };
            /**
             * From Checkpoint
             * @description or from this checkpoint on: its id, its name or name#2
             */
            from_checkpoint?: string | null;
            /**
             * From Step
             * @description go live from this step on
             */
            from_step?: number | null;
            /**
             * Model
             * @description what live calls ask instead of their own model
             */
            model?: string | null;
            /**
             * Tools
             * @description live runs tools where they run for real
             * @default recorded
             * @enum {string}
             */
            tools: "recorded" | "live";
            /**
             * Until Step
             * @description end behind this step
             */
            until_step?: number | null;
        };
        /**
         * ReplayOut
         * @description A replay that was asked for.
         */
        ReplayOut: {
            asked: components["schemas"]["ReplayAskedOut"];
            /** Attempts */
            attempts: number;
            /**
             * Created At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            created_at: string;
            /**
             * Diff Href
             * @description how the result differs from the trace that was replayed
             */
            diff_href: string | null;
            /** Ended At */
            ended_at: string | null;
            /** Exit Code */
            exit_code: number | null;
            /** Id */
            id: string;
            /** Is Cancel Asked */
            is_cancel_asked: boolean;
            /**
             * Output
             * @description the end of what the program printed
             */
            output: string | null;
            /** Project */
            project: string;
            /**
             * Reason
             * @description why it failed, was cancelled, lost or is tried again
             */
            reason: string | null;
            /**
             * Report
             * @description the fidelity report
             */
            report: {
                [key: string]: unknown;
            } | null;
            /**
             * Result Trace Id
             * @description the trace of the replay itself
             */
            result_trace_id: string | null;
            /** Started At */
            started_at: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "done" | "failed" | "cancelled" | "lost";
            /**
             * Trace Id
             * @description 32 lowercase hexadecimal digits
             */
            trace_id: string;
            /** Worker */
            worker: string | null;
        };
        /**
         * ReplaysOfTraceOut
         * @description GET /api/v1/traces/{id}/replays
         */
        ReplaysOfTraceOut: {
            /** Branches */
            branches: components["schemas"]["BranchOut"][];
            /** @description the replay that this trace came from */
            made_by: components["schemas"]["ReplayOut"] | null;
            /** Parents */
            parents: components["schemas"]["BranchOut"][];
            recording: components["schemas"]["RecordingOut"] | null;
            /**
             * Replays
             * @description of this trace, the newest first
             */
            replays: components["schemas"]["ReplayOut"][];
            /** Workers */
            workers: components["schemas"]["WorkerOut"][];
        };
        /**
         * ReprocessIn
         * @description What POST /api/v1/reprocess takes: which traces, by their start; all where nothing is given.
         */
        ReprocessIn: {
            /**
             * Dry Run
             * @default false
             */
            dry_run: boolean;
            /** Project */
            project?: string | null;
            /** Since */
            since?: string | null;
            /** Trace Id */
            trace_id?: string | null;
            /** Until */
            until?: string | null;
        };
        /**
         * ReprocessOut
         * @description How far the latest job of reprocessing is: POST, GET and DELETE /api/v1/reprocess.
         */
        ReprocessOut: {
            after: components["schemas"]["ReprocessSumsOut"];
            before: components["schemas"]["ReprocessSumsOut"];
            /** Dry Run */
            dry_run: boolean;
            /** Ended At */
            ended_at: string | null;
            /** Job */
            job: number;
            /** Reason */
            reason: string | null;
            /** Spans */
            spans: number;
            /** Spans Changed */
            spans_changed: number;
            /** Spans From Journal */
            spans_from_journal: number;
            /** Spans Refused */
            spans_refused: number;
            /**
             * Started At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            started_at: string;
            /**
             * State
             * @enum {string}
             */
            state: "running" | "done" | "cancelled" | "failed";
            /** Traces */
            traces: number;
            /** Traces Changed */
            traces_changed: number;
            /** Traces Done */
            traces_done: number;
        };
        /**
         * ReprocessSumsOut
         * @description Sums over the traces that are done.
         */
        ReprocessSumsOut: {
            /** Model Calls */
            model_calls: number;
            /**
             * Total Cost Usd
             * @description US dollars, exact to nine decimals
             */
            total_cost_usd: number;
            /** Total Tokens */
            total_tokens: number;
            /** Unknown Cost Calls */
            unknown_cost_calls: number;
        };
        /**
         * SamplesOut
         * @description POST /api/v1/samples: where the sample traces appear in a moment.
         */
        SamplesOut: {
            /** Project */
            project: string;
        };
        /**
         * SearchHitOut
         * @description One hit of GET /api/v1/search.
         */
        SearchHitOut: {
            /** Field */
            field: string;
            /** Snippet */
            snippet: string;
            span: components["schemas"]["SpanOut"];
            /** Trace Name */
            trace_name: string | null;
        };
        /**
         * SearchPageOut
         * @description GET /api/v1/search
         */
        SearchPageOut: {
            /**
             * Indexed
             * @description of so many spans an index told whether they had to be
             */
            indexed: number;
            /** Items */
            items: components["schemas"]["SearchHitOut"][];
            /** Next Cursor */
            next_cursor: string | null;
            /**
             * Scanned
             * @description at most so many spans were looked at one by one
             */
            scanned: number;
        };
        /**
         * SeenByOut
         * @description Another span of the same model or tool call, by another emitter; not counted.
         */
        SeenByOut: {
            /** Scope Name */
            scope_name: string;
            /**
             * Span Id
             * @description 16 lowercase hexadecimal digits
             */
            span_id: string;
            /**
             * Trace Id
             * @description where it lies, if in another trace
             */
            trace_id: string | null;
        };
        /**
         * SessionOut
         * @description One session: an item of GET /api/v1/sessions and the answer of GET /api/v1/sessions/{id}.
         */
        SessionOut: {
            /** Agents */
            agents: string[];
            /** Cache Creation Tokens */
            cache_creation_tokens: number;
            /** Cache Read Tokens */
            cache_read_tokens: number;
            /**
             * Calls Without Usage
             * @description model calls whose emitter reported no usage
             */
            calls_without_usage: number;
            /** Duration Us */
            duration_us: number;
            /** Ended At */
            ended_at: string | null;
            /**
             * Errors
             * @description spans that ended in error or timeout
             */
            errors: number;
            /** Framework */
            framework: string | null;
            /** Id */
            id: string;
            /**
             * Input Cost Usd
             * @description US dollars, exact to nine decimals
             */
            input_cost_usd: number;
            /**
             * Input Tokens
             * @description inclusive of cache reads and writes
             */
            input_tokens: number;
            /**
             * Last Seen At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            last_seen_at: string;
            /** Model Calls */
            model_calls: number;
            /** Name */
            name: string | null;
            /**
             * Output Cost Usd
             * @description US dollars, exact to nine decimals
             */
            output_cost_usd: number;
            /**
             * Output Tokens
             * @description inclusive of reasoning
             */
            output_tokens: number;
            /** Project */
            project: string;
            /** Reasoning Tokens */
            reasoning_tokens: number;
            /**
             * Reported Cost Usd
             * @description what emitters say their calls cost
             */
            reported_cost_usd: number;
            /**
             * Reported Difference
             * @description by which share of ours the reported cost is higher or lower, over the calls that have both: 0.02 is 2 %; null where no call has both
             */
            reported_difference: number | null;
            /**
             * Reported Differs
             * @description it is further from ours than AGENTTRACE_COST_DIFFERENCE_PERCENT
             */
            reported_differs: boolean;
            /** Running */
            running: number;
            /**
             * Started At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            started_at: string;
            /**
             * Status
             * @enum {string}
             */
            status: "running" | "ok" | "error" | "cancelled" | "timeout";
            /** Tags */
            tags: string[];
            /** Tool Calls */
            tool_calls: number;
            /**
             * Total Cost Usd
             * @description of the calls whose price is known
             */
            total_cost_usd: number;
            /** Total Spans */
            total_spans: number;
            /** Total Tokens */
            total_tokens: number;
            /** Total Traces */
            total_traces: number;
            /**
             * Unknown Cost Calls
             * @description calls whose price nobody knows: show "?" beside the sum
             */
            unknown_cost_calls: number;
            /** User Id */
            user_id: string | null;
        };
        /**
         * SkeletonOut
         * @description The skeleton as JSON arrays (Accept: application/json); see docs/reference/skeleton.md for the binary form.
         *
         *     Columns are in pre-order: depth, end (index behind the subtree), seq, name, kind, status, agent, model (indexes
         *     into `dicts`), start and dur (units of `unit_us` from `t0_ns`), tin, tout, cost_micro, flags.
         */
        SkeletonOut: {
            /** Columns */
            columns: {
                [key: string]: number[];
            };
            /** Complete */
            complete: boolean;
            /** Dicts */
            dicts: {
                [key: string]: string[];
            };
            /** Dropped */
            dropped: number;
            /** N */
            n: number;
            /** T0 Ns */
            t0_ns: string;
            /** Unit Us */
            unit_us: number;
        };
        /**
         * SpanDetailOut
         * @description Everything about one span: GET /api/v1/traces/{id}/spans/{seq|span_id} and GET /api/v1/spans/{span_id}.
         */
        SpanDetailOut: {
            /** Agent */
            agent: string | null;
            /** Agent Description */
            agent_description: string | null;
            /** Agent Id */
            agent_id: string | null;
            /** Agent Messages */
            agent_messages: components["schemas"]["AgentMessageOut"][];
            /** Agent Role */
            agent_role: string | null;
            /**
             * Agent Said
             * @description the name that the span itself gives; `agent` may be found from others
             */
            agent_said: string | null;
            /** Also Seen By */
            also_seen_by: components["schemas"]["SeenByOut"][];
            /** Attributes */
            attributes: {
                [key: string]: unknown;
            };
            /** Cache Creation Tokens */
            cache_creation_tokens: number | null;
            /** Cache Read Tokens */
            cache_read_tokens: number | null;
            cost: components["schemas"]["CostOut"] | null;
            /** Cost Match */
            cost_match: ("exact" | "alias" | "fallback" | "unknown") | null;
            /** Dialect */
            dialect: string | null;
            /** Dropped */
            dropped: number;
            /** Duration Us */
            duration_us: number | null;
            /** End Time */
            end_time: string | null;
            /** Events */
            events: components["schemas"]["EventOut"][];
            /**
             * Figures From
             * @description the shadow whose tokens and cost this call counts because it knows more; null: its own
             */
            figures_from: string | null;
            /** File Path */
            file_path: string | null;
            /** Finish Reasons */
            finish_reasons: string[];
            /** Framework */
            framework: string | null;
            /** Framework Version */
            framework_version: string | null;
            /** Input */
            input: unknown;
            /** Input Cost Usd */
            input_cost_usd: number | null;
            /** Input Preview */
            input_preview: string | null;
            /** Input Tokens */
            input_tokens: number | null;
            /**
             * Internal
             * @description a framework's machinery: kept whole, folded away in a tree
             */
            internal: boolean;
            /** Links */
            links: components["schemas"]["LinkOut"][];
            /**
             * Logs
             * @description what was logged within the span, the latest thousand; see GET /api/v1/logs
             */
            logs: components["schemas"]["LogOut"][];
            /** Messages */
            messages: components["schemas"]["MessageOut"][];
            /** Model */
            model: string | null;
            /** Name */
            name: string;
            /** Operation */
            operation: string | null;
            /** Otel Kind */
            otel_kind: string;
            /** Output */
            output: unknown;
            /** Output Cost Usd */
            output_cost_usd: number | null;
            /** Output Preview */
            output_preview: string | null;
            /** Output Tokens */
            output_tokens: number | null;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /** Parent Span Id */
            parent_span_id: string | null;
            /** Project */
            project: string;
            /** Provider */
            provider: string | null;
            /** Reasoning Tokens */
            reasoning_tokens: number | null;
            /** Reported Cost Usd */
            reported_cost_usd: number | null;
            /** Request Model */
            request_model: string | null;
            /** Resource */
            resource: {
                [key: string]: unknown;
            };
            /** Response Id */
            response_id: string | null;
            /** Response Model */
            response_model: string | null;
            /** Scope Name */
            scope_name: string;
            /** Scope Version */
            scope_version: string;
            /**
             * Seq
             * @description the span's number in its trace in order of arrival; never changes
             */
            seq: number;
            /** Session Id */
            session_id: string | null;
            /**
             * Shadow Of
             * @description the span that this model or tool call is counted on; this one counts no call, tokens or cost
             */
            shadow_of: string | null;
            /**
             * Shadow Of Trace
             * @description where that span lies, if in another trace
             */
            shadow_of_trace: string | null;
            /**
             * Span Id
             * @description 16 lowercase hexadecimal digits
             */
            span_id: string;
            /**
             * Span Type
             * @enum {string}
             */
            span_type: "task" | "llm_call" | "tool_execution" | "reasoning" | "memory_retrieval" | "memory_store" | "file_read" | "file_write" | "api_call" | "code_execution" | "verification" | "agent" | "handoff" | "chain" | "retrieval" | "embedding" | "custom";
            /**
             * Start Time
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            start_time: string;
            /**
             * Status
             * @enum {string}
             */
            status: "running" | "ok" | "error" | "cancelled" | "timeout";
            /** Status Code */
            status_code: string | null;
            /** Status Message */
            status_message: string | null;
            /** Tags */
            tags: string[];
            /** Time To First Chunk Us */
            time_to_first_chunk_us: number | null;
            /** Tool Call Id */
            tool_call_id: string | null;
            /** Tool Description */
            tool_description: string | null;
            /** Tool Name */
            tool_name: string | null;
            /**
             * Tools
             * @description the tools that the model could call, as it was told of them
             */
            tools: unknown;
            /** Total Cost Usd */
            total_cost_usd: number | null;
            /** Total Tokens */
            total_tokens: number | null;
            /**
             * Trace Id
             * @description 32 lowercase hexadecimal digits
             */
            trace_id: string;
            /** User Id */
            user_id: string | null;
        };
        /**
         * SpanOut
         * @description One span on one line. Usage and cost are null where there is none; cost null with `cost_match` unknown is "?".
         */
        SpanOut: {
            /** Agent */
            agent: string | null;
            /** Cache Creation Tokens */
            cache_creation_tokens: number | null;
            /** Cache Read Tokens */
            cache_read_tokens: number | null;
            /** Cost Match */
            cost_match: ("exact" | "alias" | "fallback" | "unknown") | null;
            /** Duration Us */
            duration_us: number | null;
            /** End Time */
            end_time: string | null;
            /** File Path */
            file_path: string | null;
            /** Input Cost Usd */
            input_cost_usd: number | null;
            /** Input Preview */
            input_preview: string | null;
            /** Input Tokens */
            input_tokens: number | null;
            /**
             * Internal
             * @description a framework's machinery: kept whole, folded away in a tree
             */
            internal: boolean;
            /** Model */
            model: string | null;
            /** Name */
            name: string;
            /** Output Cost Usd */
            output_cost_usd: number | null;
            /** Output Preview */
            output_preview: string | null;
            /** Output Tokens */
            output_tokens: number | null;
            /** Parent Span Id */
            parent_span_id: string | null;
            /** Project */
            project: string;
            /** Provider */
            provider: string | null;
            /** Reasoning Tokens */
            reasoning_tokens: number | null;
            /** Reported Cost Usd */
            reported_cost_usd: number | null;
            /**
             * Seq
             * @description the span's number in its trace in order of arrival; never changes
             */
            seq: number;
            /** Session Id */
            session_id: string | null;
            /**
             * Shadow Of
             * @description the span that this model or tool call is counted on; this one counts no call, tokens or cost
             */
            shadow_of: string | null;
            /**
             * Shadow Of Trace
             * @description where that span lies, if in another trace
             */
            shadow_of_trace: string | null;
            /**
             * Span Id
             * @description 16 lowercase hexadecimal digits
             */
            span_id: string;
            /**
             * Span Type
             * @enum {string}
             */
            span_type: "task" | "llm_call" | "tool_execution" | "reasoning" | "memory_retrieval" | "memory_store" | "file_read" | "file_write" | "api_call" | "code_execution" | "verification" | "agent" | "handoff" | "chain" | "retrieval" | "embedding" | "custom";
            /**
             * Start Time
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            start_time: string;
            /**
             * Status
             * @enum {string}
             */
            status: "running" | "ok" | "error" | "cancelled" | "timeout";
            /** Status Code */
            status_code: string | null;
            /** Status Message */
            status_message: string | null;
            /** Tool Name */
            tool_name: string | null;
            /** Total Cost Usd */
            total_cost_usd: number | null;
            /** Total Tokens */
            total_tokens: number | null;
            /**
             * Trace Id
             * @description 32 lowercase hexadecimal digits
             */
            trace_id: string;
            /** User Id */
            user_id: string | null;
        };
        /**
         * SpanState
         * @description How far a span got. `RUNNING` is the only one that a later record may replace with another.
         * @enum {string}
         */
        SpanState: "running" | "ok" | "error" | "cancelled" | "timeout";
        /**
         * SpanType
         * @description What a span did. The value is the word on the wire, in the API and on the screen.
         * @enum {string}
         */
        SpanType: "task" | "llm_call" | "tool_execution" | "reasoning" | "memory_retrieval" | "memory_store" | "file_read" | "file_write" | "api_call" | "code_execution" | "verification" | "agent" | "handoff" | "chain" | "retrieval" | "embedding" | "custom";
        /**
         * SpreadOut
         * @description How many ended spans took at least `from_us` and less than `to_us`; at most 1 % off at the edges.
         */
        SpreadOut: {
            /** From Us */
            from_us: number;
            /** Spans */
            spans: number;
            /** To Us */
            to_us: number;
        };
        /**
         * SqlAnswerOut
         * @description The answer of POST /api/v1/sql. Times are RFC 3339 texts in UTC.
         */
        SqlAnswerOut: {
            /** Columns */
            columns: components["schemas"]["SqlColumnOut"][];
            /** Elapsed Ms */
            elapsed_ms: number;
            /**
             * Is Cut
             * @description there are more rows than the limit, or they take too many bytes
             */
            is_cut: boolean;
            /** Rows */
            rows: unknown[][];
        };
        /**
         * SqlAsked
         * @description The body of POST /api/v1/sql.
         */
        SqlAsked: {
            /**
             * Format
             * @default json
             * @enum {string}
             */
            format: "json" | "csv";
            /**
             * Limit
             * @description how many rows at most; 1,000 where it is not given
             */
            limit?: number | null;
            /**
             * Sql
             * @description one SELECT over spans, traces, sessions and logs
             */
            sql: string;
        };
        /**
         * SqlColumnOut
         * @description A column of an answer.
         */
        SqlColumnOut: {
            /** Name */
            name: string;
            /** Type */
            type: string;
        };
        /**
         * StepOut
         * @description A model call or tool call of a recording, numbered as a replay does.
         */
        StepOut: {
            /**
             * Answer
             * @description the body of the answer, or the result as JSON
             */
            answer: string;
            /**
             * Asked
             * @description the request's body, or a tool's arguments as JSON
             */
            asked: string;
            /**
             * Cost Usd
             * @description what the span of a model call cost; attempts share a span; null where unknown
             */
            cost_usd: number | null;
            /** Duration Us */
            duration_us: number | null;
            /** Failure */
            failure: string | null;
            /**
             * Is Cut
             * @description one of the two is longer than AGENTTRACE_REPLAY_STEP_BYTES and cut
             */
            is_cut: boolean;
            /**
             * Kind
             * @enum {string}
             */
            kind: "model" | "tool";
            /** Name */
            name: string;
            /**
             * Offset Us
             * @description microseconds since the first span of the trace began
             */
            offset_us: number;
            /** Span Id */
            span_id: string | null;
            /** Step */
            step: number;
        };
        /**
         * StoreFindingOut
         * @description Something that is not as it should be.
         */
        StoreFindingOut: {
            /** Problem */
            problem: string;
            /** Remedy */
            remedy: string;
            /** Where */
            where: string;
        };
        /**
         * StoreInfoOut
         * @description GET /api/v1/store: what is kept and what it takes on disk.
         */
        StoreInfoOut: {
            /**
             * Content Bytes
             * @description message bodies and other large values, each once, before compression
             */
            content_bytes: number;
            /**
             * Content Bytes Unshared
             * @description what that would have been with each wherever it is said
             */
            content_bytes_unshared: number;
            /**
             * Content Disk Bytes
             * @description the same on disk, compressed; part of `disk_bytes`
             */
            content_disk_bytes: number;
            /** Data Dir */
            data_dir: string;
            /** Dead Letters */
            dead_letters: number;
            /** Disk Bytes */
            disk_bytes: number;
            /** Hot Spans */
            hot_spans: number;
            /** Journal Bytes */
            journal_bytes: number;
            /**
             * Logs
             * @description log records
             */
            logs: number;
            /** Metric Points */
            metric_points: number;
            /** Segments */
            segments: number;
            /** Sessions */
            sessions: number;
            /** Spans */
            spans: number;
            /** Traces */
            traces: number;
        };
        /**
         * StorePartOut
         * @description One kind of file.
         */
        StorePartOut: {
            /** Files */
            files: number;
            /** Name */
            name: string;
            /** Rows */
            rows: number | null;
            /** Size Bytes */
            size_bytes: number;
        };
        /**
         * StoreStatsOut
         * @description GET /api/v1/store/stats.
         */
        StoreStatsOut: {
            /**
             * Bytes Per Span
             * @description of all but the journal
             */
            bytes_per_span: number | null;
            /** Bytes Per Span Without Content */
            bytes_per_span_without_content: number | null;
            /** Cap Bytes */
            cap_bytes: number | null;
            /**
             * Dead Rows
             * @description in files, and counting no more
             */
            dead_rows: number;
            /** Dropped Spans */
            dropped_spans: number;
            /**
             * Dropped Traces
             * @description ever deleted to keep to a bound of age or size
             */
            dropped_traces: number;
            /** Dropped Until */
            dropped_until: string | null;
            /** Growth Bytes Per Day */
            growth_bytes_per_day: number;
            /** Newest At */
            newest_at: string | null;
            /** Oldest At */
            oldest_at: string | null;
            /** Parts */
            parts: components["schemas"]["StorePartOut"][];
            /** Retain Days */
            retain_days: number | null;
            /** Sealed Rows */
            sealed_rows: number;
            /** Size Bytes */
            size_bytes: number;
            /** Spans */
            spans: number;
            /** Spans Of Last Day */
            spans_of_last_day: number;
            /** Traces */
            traces: number;
        };
        /**
         * SummaryOut
         * @description GET /api/v1/metrics/summary: totals of the window; latency is over all ended spans.
         */
        SummaryOut: {
            /** Cache Creation Tokens */
            cache_creation_tokens: number;
            /** Cache Read Tokens */
            cache_read_tokens: number;
            /**
             * Calls Without Usage
             * @description model calls whose emitter reported no usage
             */
            calls_without_usage: number;
            /**
             * Error Rate
             * @description failed traces / traces, 0 to 1
             */
            error_rate: number;
            /**
             * Errors
             * @description spans that ended in error or timeout
             */
            errors: number;
            /** Failed Traces */
            failed_traces: number;
            /**
             * Input Cost Usd
             * @description US dollars, exact to nine decimals
             */
            input_cost_usd: number;
            /**
             * Input Tokens
             * @description inclusive of cache reads and writes
             */
            input_tokens: number;
            /** Max Us */
            max_us: number | null;
            /** Mean Us */
            mean_us: number | null;
            /** Model Calls */
            model_calls: number;
            /**
             * Output Cost Usd
             * @description US dollars, exact to nine decimals
             */
            output_cost_usd: number;
            /**
             * Output Tokens
             * @description inclusive of reasoning
             */
            output_tokens: number;
            /** P50 Us */
            p50_us: number | null;
            /** P90 Us */
            p90_us: number | null;
            /** P95 Us */
            p95_us: number | null;
            /** P99 Us */
            p99_us: number | null;
            /** Reasoning Tokens */
            reasoning_tokens: number;
            /**
             * Reported Cost Usd
             * @description what emitters say their calls cost
             */
            reported_cost_usd: number;
            /**
             * Reported Difference
             * @description by which share of ours the reported cost is higher or lower, over the calls that have both: 0.02 is 2 %; null where no call has both
             */
            reported_difference: number | null;
            /**
             * Reported Differs
             * @description it is further from ours than AGENTTRACE_COST_DIFFERENCE_PERCENT
             */
            reported_differs: boolean;
            /** Running */
            running: number;
            /** Since */
            since: string | null;
            /** Tool Calls */
            tool_calls: number;
            /**
             * Total Cost Usd
             * @description of the calls whose price is known
             */
            total_cost_usd: number;
            /** Total Spans */
            total_spans: number;
            /** Total Tokens */
            total_tokens: number;
            /** Total Traces */
            total_traces: number;
            /**
             * Trace P95 Us
             * @description 95th percentile of whole traces
             */
            trace_p95_us: number | null;
            /**
             * Unknown Cost Calls
             * @description calls whose price nobody knows: show "?" beside the sum
             */
            unknown_cost_calls: number;
            /** Until */
            until: string | null;
        };
        /**
         * TakenOut
         * @description What a worker is to do.
         */
        TakenOut: {
            /**
             * Beat S
             * @description how often the worker is to say that it is alive, at least
             */
            beat_s: number;
            job: components["schemas"]["ReplayOut"] | null;
            /**
             * Lease
             * @description what proves that the replay is this worker's
             */
            lease: string | null;
            /**
             * Otlp Port
             * @description where this server takes spans
             */
            otlp_port: number;
            /** Time Limit S */
            time_limit_s: number;
        };
        /**
         * Target
         * @description What is looked for.
         * @enum {string}
         */
        Target: "traces" | "spans" | "sessions";
        /**
         * ToolCountOut
         * @description How often an agent ran a tool.
         */
        ToolCountOut: {
            /** Calls */
            calls: number;
            /** Name */
            name: string;
        };
        /**
         * TraceAgentOut
         * @description One agent of GET /api/v1/traces/{id}/agents. The rows add up to the trace's own sums.
         */
        TraceAgentOut: {
            /** Cache Creation Tokens */
            cache_creation_tokens: number;
            /** Cache Read Tokens */
            cache_read_tokens: number;
            /**
             * Calls Without Usage
             * @description model calls whose emitter reported no usage
             */
            calls_without_usage: number;
            /** Description */
            description: string | null;
            /**
             * Errors
             * @description spans that ended in error or timeout
             */
            errors: number;
            /**
             * First At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            first_at: string;
            /** Framework */
            framework: string | null;
            /** Framework Version */
            framework_version: string | null;
            /** Id */
            id: string | null;
            /**
             * Input Cost Usd
             * @description US dollars, exact to nine decimals
             */
            input_cost_usd: number;
            /**
             * Input Tokens
             * @description inclusive of cache reads and writes
             */
            input_tokens: number;
            /**
             * Instances
             * @description how many agents of this name, by id; 1 where none has an id
             */
            instances: number;
            /**
             * Internal Spans
             * @description of `total_spans`: a framework's machinery
             */
            internal_spans: number;
            /** Is Running */
            is_running: boolean;
            /**
             * Last At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            last_at: string;
            /** Model Calls */
            model_calls: number;
            /** Models */
            models: string[];
            /**
             * Name
             * @description null: the steps that nobody says are an agent's
             */
            name: string | null;
            /**
             * Output Cost Usd
             * @description US dollars, exact to nine decimals
             */
            output_cost_usd: number;
            /**
             * Output Tokens
             * @description inclusive of reasoning
             */
            output_tokens: number;
            /** Reasoning Tokens */
            reasoning_tokens: number;
            /**
             * Reported Cost Usd
             * @description what emitters say their calls cost
             */
            reported_cost_usd: number;
            /**
             * Reported Difference
             * @description by which share of ours the reported cost is higher or lower, over the calls that have both: 0.02 is 2 %; null where no call has both
             */
            reported_difference: number | null;
            /**
             * Reported Differs
             * @description it is further from ours than AGENTTRACE_COST_DIFFERENCE_PERCENT
             */
            reported_differs: boolean;
            /** Role */
            role: string | null;
            /** Running */
            running: number;
            /**
             * Runs
             * @description its own spans; with runs and no `model_calls`, its emitter does not report calls
             */
            runs: number;
            /** Tool Calls */
            tool_calls: number;
            /** Tools */
            tools: components["schemas"]["ToolCountOut"][];
            /**
             * Total Cost Usd
             * @description of the calls whose price is known
             */
            total_cost_usd: number;
            /** Total Spans */
            total_spans: number;
            /** Total Tokens */
            total_tokens: number;
            /**
             * Unknown Cost Calls
             * @description calls whose price nobody knows: show "?" beside the sum
             */
            unknown_cost_calls: number;
        };
        /**
         * TraceDetailOut
         * @description GET /api/v1/traces/{id}: with what its message bodies and other large values take, before compression.
         */
        TraceDetailOut: {
            /** Agents */
            agents: string[];
            /** Cache Creation Tokens */
            cache_creation_tokens: number;
            /** Cache Read Tokens */
            cache_read_tokens: number;
            /**
             * Calls Without Usage
             * @description model calls whose emitter reported no usage
             */
            calls_without_usage: number;
            /**
             * Content Bytes
             * @description each body once
             */
            content_bytes: number;
            /**
             * Content Bytes Unshared
             * @description what it would have been with each body wherever it is said
             */
            content_bytes_unshared: number;
            /**
             * Duration Us
             * @description to the end, or to the latest sign of life while it runs
             */
            duration_us: number;
            /** Ended At */
            ended_at: string | null;
            /** Error Message */
            error_message: string | null;
            /**
             * Errors
             * @description spans that ended in error or timeout
             */
            errors: number;
            /** Framework */
            framework: string | null;
            /**
             * Id
             * @description 32 lowercase hexadecimal digits
             */
            id: string;
            /**
             * Input Cost Usd
             * @description US dollars, exact to nine decimals
             */
            input_cost_usd: number;
            /** Input Preview */
            input_preview: string | null;
            /**
             * Input Tokens
             * @description inclusive of cache reads and writes
             */
            input_tokens: number;
            /**
             * Last Seen At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            last_seen_at: string;
            /** Model Calls */
            model_calls: number;
            /** Models */
            models: string[];
            /** Name */
            name: string;
            /**
             * Output Cost Usd
             * @description US dollars, exact to nine decimals
             */
            output_cost_usd: number;
            /** Output Preview */
            output_preview: string | null;
            /**
             * Output Tokens
             * @description inclusive of reasoning
             */
            output_tokens: number;
            /** Project */
            project: string;
            /** Reasoning Tokens */
            reasoning_tokens: number;
            /**
             * Reported Cost Usd
             * @description what emitters say their calls cost
             */
            reported_cost_usd: number;
            /**
             * Reported Difference
             * @description by which share of ours the reported cost is higher or lower, over the calls that have both: 0.02 is 2 %; null where no call has both
             */
            reported_difference: number | null;
            /**
             * Reported Differs
             * @description it is further from ours than AGENTTRACE_COST_DIFFERENCE_PERCENT
             */
            reported_differs: boolean;
            /**
             * Root Span Id
             * @description null while the root has not arrived
             */
            root_span_id: string | null;
            /** Running */
            running: number;
            /** Session Id */
            session_id: string | null;
            /** Session Name */
            session_name: string | null;
            /**
             * Started At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            started_at: string;
            /**
             * Status
             * @enum {string}
             */
            status: "running" | "ok" | "error" | "cancelled" | "timeout";
            /** Tags */
            tags: string[];
            /** Tool Calls */
            tool_calls: number;
            /**
             * Total Cost Usd
             * @description of the calls whose price is known
             */
            total_cost_usd: number;
            /** Total Spans */
            total_spans: number;
            /** Total Tokens */
            total_tokens: number;
            /**
             * Unknown Cost Calls
             * @description calls whose price nobody knows: show "?" beside the sum
             */
            unknown_cost_calls: number;
            /** User Id */
            user_id: string | null;
        };
        /**
         * TraceMessageOut
         * @description One message of GET /api/v1/traces/{id}/messages: something one agent told another.
         */
        TraceMessageOut: {
            /**
             * Content
             * @description its beginning, or all of it with `full`
             */
            content: string | null;
            /**
             * Content Chars
             * @description how long all of it is
             */
            content_chars: number;
            /**
             * Content Href
             * @description where all of it is; null where `content` is all
             */
            content_href: string | null;
            /** From Agent */
            from_agent: string;
            /** Seq */
            seq: number;
            /**
             * Span Id
             * @description the span that it is known from
             */
            span_id: string;
            /**
             * Time
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            time: string;
            /** To Agent */
            to_agent: string;
            /**
             * Trace Id
             * @description 32 lowercase hexadecimal digits
             */
            trace_id: string;
            /**
             * Type
             * @description message, handoff, delegation, result or the emitter's word
             */
            type: string;
        };
        /**
         * TraceOut
         * @description One trace on one line: an item of GET /api/v1/traces and the answer of GET /api/v1/traces/{id}.
         */
        TraceOut: {
            /** Agents */
            agents: string[];
            /** Cache Creation Tokens */
            cache_creation_tokens: number;
            /** Cache Read Tokens */
            cache_read_tokens: number;
            /**
             * Calls Without Usage
             * @description model calls whose emitter reported no usage
             */
            calls_without_usage: number;
            /**
             * Duration Us
             * @description to the end, or to the latest sign of life while it runs
             */
            duration_us: number;
            /** Ended At */
            ended_at: string | null;
            /** Error Message */
            error_message: string | null;
            /**
             * Errors
             * @description spans that ended in error or timeout
             */
            errors: number;
            /** Framework */
            framework: string | null;
            /**
             * Id
             * @description 32 lowercase hexadecimal digits
             */
            id: string;
            /**
             * Input Cost Usd
             * @description US dollars, exact to nine decimals
             */
            input_cost_usd: number;
            /** Input Preview */
            input_preview: string | null;
            /**
             * Input Tokens
             * @description inclusive of cache reads and writes
             */
            input_tokens: number;
            /**
             * Last Seen At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            last_seen_at: string;
            /** Model Calls */
            model_calls: number;
            /** Models */
            models: string[];
            /** Name */
            name: string;
            /**
             * Output Cost Usd
             * @description US dollars, exact to nine decimals
             */
            output_cost_usd: number;
            /** Output Preview */
            output_preview: string | null;
            /**
             * Output Tokens
             * @description inclusive of reasoning
             */
            output_tokens: number;
            /** Project */
            project: string;
            /** Reasoning Tokens */
            reasoning_tokens: number;
            /**
             * Reported Cost Usd
             * @description what emitters say their calls cost
             */
            reported_cost_usd: number;
            /**
             * Reported Difference
             * @description by which share of ours the reported cost is higher or lower, over the calls that have both: 0.02 is 2 %; null where no call has both
             */
            reported_difference: number | null;
            /**
             * Reported Differs
             * @description it is further from ours than AGENTTRACE_COST_DIFFERENCE_PERCENT
             */
            reported_differs: boolean;
            /**
             * Root Span Id
             * @description null while the root has not arrived
             */
            root_span_id: string | null;
            /** Running */
            running: number;
            /** Session Id */
            session_id: string | null;
            /** Session Name */
            session_name: string | null;
            /**
             * Started At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            started_at: string;
            /**
             * Status
             * @enum {string}
             */
            status: "running" | "ok" | "error" | "cancelled" | "timeout";
            /** Tags */
            tags: string[];
            /** Tool Calls */
            tool_calls: number;
            /**
             * Total Cost Usd
             * @description of the calls whose price is known
             */
            total_cost_usd: number;
            /** Total Spans */
            total_spans: number;
            /** Total Tokens */
            total_tokens: number;
            /**
             * Unknown Cost Calls
             * @description calls whose price nobody knows: show "?" beside the sum
             */
            unknown_cost_calls: number;
            /** User Id */
            user_id: string | null;
        };
        /**
         * TranscriptEntryOut
         * @description One thing that was said. A message stands once, where it was said first; tools stand where they ran.
         *
         *     `message` is null for a tool, whose arguments and result are `input` and `output`, and for a call whose emitter kept
         *     no messages. `is_last_of_call` marks the entry at which the figures of the span's call are to be shown.
         */
        TranscriptEntryOut: {
            /** Input */
            input: unknown;
            /** Is Last Of Call */
            is_last_of_call: boolean;
            message: components["schemas"]["MessageOut"] | null;
            /** Number */
            number: number;
            /** Output */
            output: unknown;
            /**
             * Said
             * @enum {string}
             */
            said: "input" | "output" | "tool";
            span: components["schemas"]["SpanOut"];
        };
        /**
         * TreeSpanOut
         * @description A span at its place in the tree: GET /api/v1/traces/{id}/spans, in pre-order.
         */
        TreeSpanOut: {
            /** Agent */
            agent: string | null;
            /** Cache Creation Tokens */
            cache_creation_tokens: number | null;
            /** Cache Read Tokens */
            cache_read_tokens: number | null;
            /** Children */
            children: number;
            /** Cost Match */
            cost_match: ("exact" | "alias" | "fallback" | "unknown") | null;
            /** Depth */
            depth: number;
            /** Duration Us */
            duration_us: number | null;
            /** End Time */
            end_time: string | null;
            /** File Path */
            file_path: string | null;
            /** Input Cost Usd */
            input_cost_usd: number | null;
            /** Input Preview */
            input_preview: string | null;
            /** Input Tokens */
            input_tokens: number | null;
            /**
             * Internal
             * @description a framework's machinery: kept whole, folded away in a tree
             */
            internal: boolean;
            /** Model */
            model: string | null;
            /** Name */
            name: string;
            /**
             * Orphan
             * @description its parent has not arrived; shown at the root
             */
            orphan: boolean;
            /** Output Cost Usd */
            output_cost_usd: number | null;
            /** Output Preview */
            output_preview: string | null;
            /** Output Tokens */
            output_tokens: number | null;
            /** Parent Span Id */
            parent_span_id: string | null;
            /** Project */
            project: string;
            /** Provider */
            provider: string | null;
            /** Reasoning Tokens */
            reasoning_tokens: number | null;
            /** Reported Cost Usd */
            reported_cost_usd: number | null;
            /**
             * Seq
             * @description the span's number in its trace in order of arrival; never changes
             */
            seq: number;
            /** Session Id */
            session_id: string | null;
            /**
             * Shadow Of
             * @description the span that this model or tool call is counted on; this one counts no call, tokens or cost
             */
            shadow_of: string | null;
            /**
             * Shadow Of Trace
             * @description where that span lies, if in another trace
             */
            shadow_of_trace: string | null;
            /**
             * Span Id
             * @description 16 lowercase hexadecimal digits
             */
            span_id: string;
            /**
             * Span Type
             * @enum {string}
             */
            span_type: "task" | "llm_call" | "tool_execution" | "reasoning" | "memory_retrieval" | "memory_store" | "file_read" | "file_write" | "api_call" | "code_execution" | "verification" | "agent" | "handoff" | "chain" | "retrieval" | "embedding" | "custom";
            /**
             * Start Time
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            start_time: string;
            /**
             * Status
             * @enum {string}
             */
            status: "running" | "ok" | "error" | "cancelled" | "timeout";
            /** Status Code */
            status_code: string | null;
            /** Status Message */
            status_message: string | null;
            /** Tool Name */
            tool_name: string | null;
            /** Total Cost Usd */
            total_cost_usd: number | null;
            /** Total Tokens */
            total_tokens: number | null;
            /**
             * Trace Id
             * @description 32 lowercase hexadecimal digits
             */
            trace_id: string;
            /** User Id */
            user_id: string | null;
        };
        /**
         * UnpricedOut
         * @description A model that was called and that nobody knows a price of.
         */
        UnpricedOut: {
            /** Calls */
            calls: number;
            /** Model */
            model: string | null;
            /** Tokens */
            tokens: number;
        };
        /**
         * UploadedOut
         * @description PUT /api/v1/traces/{id}/recording
         */
        UploadedOut: {
            /** Blobs */
            blobs: number;
            /** Events */
            events: number;
            /**
             * Is Complete
             * @description the run came to its end
             */
            is_complete: boolean;
            parent: components["schemas"]["BranchOut"] | null;
            /**
             * Problems
             * @description lines that cannot be read as they stand, missing blobs
             */
            problems: string[];
            /** Run Id */
            run_id: string;
            /** Size Bytes */
            size_bytes: number;
        };
        /**
         * ValuesOut
         * @description GET /api/v1/query/values: the commonest first.
         */
        ValuesOut: {
            /** Field */
            field: string;
            /** Values */
            values: components["schemas"]["FacetValueOut"][];
        };
        /**
         * VerifiedOut
         * @description POST /api/v1/store/verify.
         */
        VerifiedOut: {
            /** Findings */
            findings: components["schemas"]["StoreFindingOut"][];
            /** Is Sound */
            is_sound: boolean;
            /** Looked At */
            looked_at: {
                [key: string]: number;
            };
        };
        /**
         * VerifyIn
         * @description Body of POST /api/v1/store/verify; may be left out.
         */
        VerifyIn: {
            /**
             * Full
             * @description fold every trace anew, not only a sample
             * @default false
             */
            full: boolean;
        };
        /**
         * ViewIn
         * @description PUT /api/v1/views/{name}
         */
        ViewIn: {
            /** Columns */
            columns?: string[];
            /**
             * Q
             * @default
             */
            q: string;
            /**
             * Range
             * @default
             */
            range: string;
        };
        /**
         * ViewOut
         * @description A saved view of the list of traces: an item of GET /api/v1/views.
         */
        ViewOut: {
            /**
             * Columns
             * @description the columns shown; none listed means all
             */
            columns: string[];
            /** Name */
            name: string;
            /**
             * Project
             * @description null: it looks at every project
             */
            project: string | null;
            /**
             * Q
             * @description the question in the filter language
             */
            q: string;
            /**
             * Range
             * @description the time: "24h", or two moments with ".." between them; "" is all time
             */
            range: string;
            /**
             * Saved At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            saved_at: string;
        };
        /**
         * WaterfallOut
         * @description GET /api/v1/traces/{id}/waterfall: offsets and lengths in microseconds from the trace's start, in pre-order.
         */
        WaterfallOut: {
            /** Duration Us */
            duration_us: number;
            /** Spans */
            spans: components["schemas"]["WaterfallSpanOut"][];
            /**
             * Started At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            started_at: string;
            /**
             * Trace Id
             * @description 32 lowercase hexadecimal digits
             */
            trace_id: string;
        };
        /**
         * WaterfallSpanOut
         * @description One bar.
         */
        WaterfallSpanOut: {
            /** Depth */
            depth: number;
            /** Duration Us */
            duration_us: number;
            /** Name */
            name: string;
            /** Offset Us */
            offset_us: number;
            /** Parent Span Id */
            parent_span_id: string | null;
            /** Seq */
            seq: number;
            /**
             * Span Id
             * @description 16 lowercase hexadecimal digits
             */
            span_id: string;
            /**
             * Span Type
             * @enum {string}
             */
            span_type: "task" | "llm_call" | "tool_execution" | "reasoning" | "memory_retrieval" | "memory_store" | "file_read" | "file_write" | "api_call" | "code_execution" | "verification" | "agent" | "handoff" | "chain" | "retrieval" | "embedding" | "custom";
            /**
             * Status
             * @enum {string}
             */
            status: "running" | "ok" | "error" | "cancelled" | "timeout";
            /** Total Cost Usd */
            total_cost_usd: number | null;
            /** Total Tokens */
            total_tokens: number | null;
        };
        /**
         * WorkerIn
         * @description POST /api/v1/workers/take
         */
        WorkerIn: {
            /** Entrypoint */
            entrypoint: string;
            /**
             * Live Tools
             * @default false
             */
            live_tools: boolean;
            /** Name */
            name: string;
            /** Project */
            project?: string | null;
        };
        /**
         * WorkerOut
         * @description A worker that has been heard of lately.
         */
        WorkerOut: {
            /** Entrypoint */
            entrypoint: string;
            /** Live Tools */
            live_tools: boolean;
            /** Name */
            name: string;
            /** Project */
            project: string | null;
            /**
             * Seen At
             * @description RFC 3339 in UTC with nanoseconds
             * @example 2026-11-20T18:18:52.123456789Z
             */
            seen_at: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_agents_api_v1_agents_get: {
        parameters: {
            query?: {
                agent?: string | null;
                /** @description key:value; repeats mean and */
                attr?: string[];
                min_cost_usd?: number | null;
                min_duration_ms?: number | null;
                model?: string | null;
                name?: string | null;
                project?: string | null;
                provider?: string | null;
                q?: string | null;
                session?: string | null;
                since?: string | null;
                span_type?: components["schemas"]["SpanType"][];
                status?: components["schemas"]["SpanState"][];
                tool?: string | null;
                trace?: string | null;
                until?: string | null;
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentOut"][];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_blob_api_v1_blobs__sha256__get: {
        parameters: {
            query: {
                project: string;
            };
            header?: never;
            path: {
                sha256: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_config_api_v1_config_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_dead_letters_api_v1_dead_letters_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                /** @description how many at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOut_DeadLetterOut_"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compare_api_v1_diff_get: {
        parameters: {
            query: {
                /** @description the id of a trace */
                a: string;
                /** @description the id of the trace that it is compared with */
                b: string;
                project?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparedOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compare_step_api_v1_diff_step_get: {
        parameters: {
            query: {
                /** @description the id of a trace */
                a: string;
                /** @description the id of a span of `b` */
                after: string;
                /** @description the id of the trace that it is compared with */
                b: string;
                /** @description the id of a span of `a` */
                before: string;
                project?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparedStepOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_spans_api_v1_export_spans_get: {
        parameters: {
            query?: {
                agent?: string | null;
                /** @description key:value; repeats mean and */
                attr?: string[];
                format?: "json" | "jsonl" | "csv" | "parquet";
                min_cost_usd?: number | null;
                min_duration_ms?: number | null;
                model?: string | null;
                name?: string | null;
                project?: string | null;
                provider?: string | null;
                q?: string | null;
                session?: string | null;
                since?: string | null;
                span_type?: components["schemas"]["SpanType"][];
                status?: components["schemas"]["SpanState"][];
                tool?: string | null;
                trace?: string | null;
                until?: string | null;
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    aggregated_graph_api_v1_graph_get: {
        parameters: {
            query?: {
                agent?: string | null;
                framework?: string | null;
                has_errors?: boolean | null;
                min_cost_usd?: number | null;
                min_duration_ms?: number | null;
                min_tokens?: number | null;
                model?: string | null;
                /** @description part of the name, without regard to case */
                name?: string | null;
                project?: string | null;
                q?: string | null;
                session?: string | null;
                since?: string | null;
                status?: components["schemas"]["SpanState"][];
                tag?: string | null;
                until?: string | null;
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AggregatedGraphOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_logs_api_v1_logs_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                /** @description the whole event name */
                event?: string | null;
                /** @description do not cut long strings */
                full?: boolean;
                /** @description how many at most */
                limit?: number;
                /** @description 9 info, 13 warn, 17 error, 21 fatal */
                min_severity?: number | null;
                project?: string | null;
                session_id?: string | null;
                since?: string | null;
                span_id?: string | null;
                /** @description words that must all be in the record */
                text?: string | null;
                trace_id?: string | null;
                uid?: string | null;
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOut_LogOut_"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_costs_api_v1_metrics_costs_get: {
        parameters: {
            query?: {
                agent?: string | null;
                /** @description key:value; repeats mean and */
                attr?: string[];
                group_by?: "hour" | "day" | "week" | "model" | "provider" | "agent" | "user" | "session" | "project";
                min_cost_usd?: number | null;
                min_duration_ms?: number | null;
                model?: string | null;
                name?: string | null;
                project?: string | null;
                provider?: string | null;
                q?: string | null;
                session?: string | null;
                since?: string | null;
                span_type?: components["schemas"]["SpanType"][];
                status?: components["schemas"]["SpanState"][];
                tool?: string | null;
                trace?: string | null;
                until?: string | null;
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_errors_api_v1_metrics_errors_get: {
        parameters: {
            query?: {
                agent?: string | null;
                /** @description key:value; repeats mean and */
                attr?: string[];
                limit?: number;
                min_cost_usd?: number | null;
                min_duration_ms?: number | null;
                model?: string | null;
                name?: string | null;
                project?: string | null;
                provider?: string | null;
                q?: string | null;
                session?: string | null;
                since?: string | null;
                span_type?: components["schemas"]["SpanType"][];
                status?: components["schemas"]["SpanState"][];
                tool?: string | null;
                trace?: string | null;
                until?: string | null;
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_performance_api_v1_metrics_performance_get: {
        parameters: {
            query?: {
                agent?: string | null;
                /** @description key:value; repeats mean and */
                attr?: string[];
                group_by?: "span_type" | "model" | "tool" | "name" | "agent" | "hour" | "day";
                min_cost_usd?: number | null;
                min_duration_ms?: number | null;
                model?: string | null;
                name?: string | null;
                project?: string | null;
                provider?: string | null;
                q?: string | null;
                session?: string | null;
                since?: string | null;
                span_type?: components["schemas"]["SpanType"][];
                status?: components["schemas"]["SpanState"][];
                tool?: string | null;
                trace?: string | null;
                until?: string | null;
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PerformanceOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_summary_api_v1_metrics_summary_get: {
        parameters: {
            query?: {
                project?: string | null;
                q?: string | null;
                session?: string | null;
                since?: string | null;
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_otel_metrics_api_v1_otel_metrics_get: {
        parameters: {
            query?: {
                project?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtelMetricOut"][];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_otel_metric_api_v1_otel_metrics__name__get: {
        parameters: {
            query?: {
                agg?: ("sum" | "avg" | "max" | "last" | "rate" | "p95") | null;
                /** @description an attribute of the points, or of their resource */
                group_by?: string | null;
                /** @description 30s, 5m, 1h, 1d; without it the whole window is one interval */
                interval?: string | null;
                project?: string | null;
                since?: string | null;
                until?: string | null;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtelMetricValuesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_prices_api_v1_prices_get: {
        parameters: {
            query?: {
                limit?: number;
                /** @description part of the model's name */
                model?: string | null;
                /** @description only rows of this provider, in the table's words */
                provider?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PricesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_price_api_v1_prices__model__get: {
        parameters: {
            query?: {
                /** @description when the call is made; now where it is not given */
                at?: string | null;
                cache_read_tokens?: number | null;
                cache_write_1h_tokens?: number | null;
                cache_write_tokens?: number | null;
                file_searches?: number | null;
                input_audio_tokens?: number | null;
                input_tokens?: number | null;
                output_audio_tokens?: number | null;
                output_tokens?: number | null;
                provider?: string | null;
                reasoning_tokens?: number | null;
                tier?: ("batch" | "flex" | "priority" | "fast") | null;
                web_searches?: number | null;
            };
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    check_prices_api_v1_prices_check_get: {
        parameters: {
            query?: {
                project?: string | null;
                since?: string | null;
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceCheckOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_price_api_v1_prices_overrides__model__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OverrideIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PricesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_projects_api_v1_projects_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectOut"][];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_project_api_v1_projects__project__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_fields_api_v1_query_fields_get: {
        parameters: {
            query?: {
                of?: components["schemas"]["Target"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_values_api_v1_query_values_get: {
        parameters: {
            query: {
                /** @description a field, @name of an attribute, or @ for the names of attributes */
                field: string;
                limit?: number;
                of?: components["schemas"]["Target"];
                prefix?: string;
                project?: string | null;
                since?: string | null;
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValuesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_replays_api_v1_replays_get: {
        parameters: {
            query?: {
                /** @description how many at most */
                limit?: number;
                project?: string | null;
                state?: ("queued" | "running" | "done" | "failed" | "cancelled" | "lost") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayOut"][];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_replay_api_v1_replays__replay_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                replay_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beat_api_v1_replays__replay_id__beat_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                replay_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HeldIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_replay_api_v1_replays__replay_id__cancel_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                replay_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    end_api_v1_replays__replay_id__end_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                replay_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayEndIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_reprocess_api_v1_reprocess_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReprocessOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_reprocess_api_v1_reprocess_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReprocessIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReprocessOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_reprocess_api_v1_reprocess_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReprocessOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    load_samples_api_v1_samples_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SamplesOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_spans_api_v1_search_get: {
        parameters: {
            query: {
                agent?: string | null;
                /** @description key:value; repeats mean and */
                attr?: string[];
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                /** @description how many at most */
                limit?: number;
                min_cost_usd?: number | null;
                min_duration_ms?: number | null;
                model?: string | null;
                name?: string | null;
                project?: string | null;
                provider?: string | null;
                /** @description words that must all be in the span's text */
                q: string;
                session?: string | null;
                since?: string | null;
                span_type?: components["schemas"]["SpanType"][];
                status?: components["schemas"]["SpanState"][];
                tool?: string | null;
                trace?: string | null;
                until?: string | null;
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchPageOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_sessions_api_v1_sessions_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                framework?: string | null;
                /** @description how many at most */
                limit?: number;
                name?: string | null;
                project?: string | null;
                q?: string | null;
                since?: string | null;
                status?: components["schemas"]["SpanState"][];
                until?: string | null;
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOut_SessionOut_"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_session_api_v1_sessions__session_id__get: {
        parameters: {
            query?: {
                project?: string | null;
            };
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_session_api_v1_sessions__session_id__delete: {
        parameters: {
            query?: {
                project?: string | null;
            };
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_session_traces_api_v1_sessions__session_id__traces_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                /** @description how many at most */
                limit?: number;
                project?: string | null;
            };
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOut_TraceOut_"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_spans_api_v1_spans_get: {
        parameters: {
            query?: {
                agent?: string | null;
                /** @description key:value; repeats mean and */
                attr?: string[];
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                /** @description how many at most */
                limit?: number;
                min_cost_usd?: number | null;
                min_duration_ms?: number | null;
                model?: string | null;
                name?: string | null;
                project?: string | null;
                provider?: string | null;
                q?: string | null;
                session?: string | null;
                since?: string | null;
                span_type?: components["schemas"]["SpanType"][];
                status?: components["schemas"]["SpanState"][];
                tool?: string | null;
                trace?: string | null;
                until?: string | null;
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOut_SpanOut_"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_span_api_v1_spans__span_id__get: {
        parameters: {
            query?: {
                full?: boolean;
                /** @description the trace it is in, which makes it quick */
                trace?: string | null;
            };
            header?: never;
            path: {
                span_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpanDetailOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ask_sql_api_v1_sql_post: {
        parameters: {
            query?: {
                project?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SqlAsked"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SqlAnswerOut"];
                    "text/csv": unknown;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_store_api_v1_store_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreInfoOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    backup_api_v1_store_backup_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compact_api_v1_store_compact_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CompactIn"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompactedOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_stats_api_v1_store_stats_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreStatsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verify_api_v1_store_verify_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VerifyIn"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifiedOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stream_spans_api_v1_stream_spans_get: {
        parameters: {
            query?: {
                project?: string | null;
                session?: string | null;
                trace?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_traces_api_v1_traces_get: {
        parameters: {
            query?: {
                agent?: string | null;
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                framework?: string | null;
                has_errors?: boolean | null;
                /** @description how many at most */
                limit?: number;
                min_cost_usd?: number | null;
                min_duration_ms?: number | null;
                min_tokens?: number | null;
                model?: string | null;
                /** @description part of the name, without regard to case */
                name?: string | null;
                project?: string | null;
                q?: string | null;
                session?: string | null;
                since?: string | null;
                status?: components["schemas"]["SpanState"][];
                tag?: string | null;
                until?: string | null;
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOut_TraceOut_"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_trace_api_v1_traces__trace_id__get: {
        parameters: {
            query?: {
                project?: string | null;
            };
            header?: never;
            path: {
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceDetailOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_trace_api_v1_traces__trace_id__delete: {
        parameters: {
            query?: {
                project?: string | null;
            };
            header?: never;
            path: {
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trace_agents_api_v1_traces__trace_id__agents_get: {
        parameters: {
            query?: {
                project?: string | null;
            };
            header?: never;
            path: {
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceAgentOut"][];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trace_checkpoints_api_v1_traces__trace_id__checkpoints_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                /** @description do not cut long states */
                full?: boolean;
                /** @description only those of this kind */
                kind?: ("manual" | "auto") | null;
                /** @description how many at most */
                limit?: number;
                project?: string | null;
                /** @description only what this span tells */
                span?: string | null;
            };
            header?: never;
            path: {
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOut_CheckpointOut_"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_trace_api_v1_traces__trace_id__export_get: {
        parameters: {
            query?: {
                format?: "otlp" | "jaeger" | "zipkin" | "html";
                project?: string | null;
            };
            header?: never;
            path: {
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trace_graph_api_v1_traces__trace_id__graph_get: {
        parameters: {
            query?: {
                /** @description from so many microseconds after the trace's start */
                from_us?: number | null;
                project?: string | null;
                until_us?: number | null;
            };
            header?: never;
            path: {
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraphOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trace_messages_api_v1_traces__trace_id__messages_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                /** @description do not cut long contents */
                full?: boolean;
                /** @description how many at most */
                limit?: number;
                project?: string | null;
                /** @description only what this span tells */
                span?: string | null;
            };
            header?: never;
            path: {
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOut_TraceMessageOut_"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_recording_api_v1_traces__trace_id__recording_get: {
        parameters: {
            query?: {
                project?: string | null;
            };
            header?: never;
            path: {
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-tar": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_recording_api_v1_traces__trace_id__recording_put: {
        parameters: {
            query?: {
                project?: string | null;
            };
            header?: never;
            path: {
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadedOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recording_steps_api_v1_traces__trace_id__recording_steps_get: {
        parameters: {
            query?: {
                project?: string | null;
            };
            header?: never;
            path: {
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepOut"][];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replays_of_trace_api_v1_traces__trace_id__replays_get: {
        parameters: {
            query?: {
                project?: string | null;
            };
            header?: never;
            path: {
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplaysOfTraceOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ask_replay_api_v1_traces__trace_id__replays_post: {
        parameters: {
            query?: {
                project?: string | null;
            };
            header?: never;
            path: {
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_in_trace_api_v1_traces__trace_id__search_get: {
        parameters: {
            query: {
                project?: string | null;
                q: string;
            };
            header?: never;
            path: {
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": number[];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trace_skeleton_api_v1_traces__trace_id__skeleton_get: {
        parameters: {
            query?: {
                project?: string | null;
                since_seq?: number | null;
            };
            header?: never;
            path: {
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkeletonOut"];
                    "application/vnd.agenttrace.columns.v1": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trace_tree_api_v1_traces__trace_id__spans_get: {
        parameters: {
            query?: {
                project?: string | null;
            };
            header?: never;
            path: {
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TreeSpanOut"][];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trace_span_api_v1_traces__trace_id__spans__span__get: {
        parameters: {
            query?: {
                /** @description do not cut long strings */
                full?: boolean;
                project?: string | null;
            };
            header?: never;
            path: {
                span: string;
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpanDetailOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trace_transcript_api_v1_traces__trace_id__transcript_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string | null;
                /** @description how many at most */
                limit?: number;
                project?: string | null;
            };
            header?: never;
            path: {
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOut_TranscriptEntryOut_"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trace_waterfall_api_v1_traces__trace_id__waterfall_get: {
        parameters: {
            query?: {
                project?: string | null;
            };
            header?: never;
            path: {
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaterfallOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_facets_api_v1_traces_facets_get: {
        parameters: {
            query?: {
                agent?: string | null;
                /** @description names of fields, apart with commas */
                fields?: string;
                framework?: string | null;
                has_errors?: boolean | null;
                /** @description how many values of each field */
                limit?: number;
                min_cost_usd?: number | null;
                min_duration_ms?: number | null;
                min_tokens?: number | null;
                model?: string | null;
                /** @description part of the name, without regard to case */
                name?: string | null;
                project?: string | null;
                q?: string | null;
                session?: string | null;
                since?: string | null;
                status?: components["schemas"]["SpanState"][];
                tag?: string | null;
                until?: string | null;
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FacetsOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_histogram_api_v1_traces_histogram_get: {
        parameters: {
            query?: {
                agent?: string | null;
                /** @description how many bars at most */
                buckets?: number;
                framework?: string | null;
                has_errors?: boolean | null;
                min_cost_usd?: number | null;
                min_duration_ms?: number | null;
                min_tokens?: number | null;
                model?: string | null;
                /** @description part of the name, without regard to case */
                name?: string | null;
                project?: string | null;
                q?: string | null;
                session?: string | null;
                since?: string | null;
                status?: components["schemas"]["SpanState"][];
                tag?: string | null;
                until?: string | null;
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistogramOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_views_api_v1_views_get: {
        parameters: {
            query?: {
                project?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewOut"][];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_view_api_v1_views__name__put: {
        parameters: {
            query?: {
                project?: string | null;
            };
            header?: never;
            path: {
                /** @description what people call it */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_view_api_v1_views__name__delete: {
        parameters: {
            query?: {
                project?: string | null;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_workers_api_v1_workers_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerOut"][];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    leave_api_v1_workers__name__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerOut"][];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    take_replay_api_v1_workers_take_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkerIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakenOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_health_health_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthOut"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_metrics_metrics_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": unknown;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
