-- One row per sample without a text: what it is and why.
SELECT run_id, model, technique, task, protocol, sample_key, status, message, device, executor, committed_at
FROM latest_generations
WHERE status <> 'OK'
