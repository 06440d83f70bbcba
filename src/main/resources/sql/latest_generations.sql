-- One row per generation: the last one committed of each key, should two drivers ever have written it twice.
SELECT
  run_id,
  model,
  technique,
  task,
  protocol,
  sample_key,
  metric,
  answer_rule,
  status,
  message,
  text,
  prompt_tokens,
  context_tokens_in,
  context_tokens_kept,
  truncated_tokens,
  begin_tokens,
  prompt_style,
  chat_template_missing,
  new_tokens,
  finish_reason,
  compress_ms,
  prefill_ms,
  ttft_ms,
  decode_ms,
  token_ms,
  e2e_ms,
  tokens_per_second,
  decode_tokens_per_second,
  weight_bytes,
  kv_bytes,
  peak_memory_bytes,
  peak_memory_source,
  device,
  executor,
  attempt,
  committed_at,
  energy_joules,
  -- Rows of versions before these columns are LongBench's, and their metrics say the scope.
  coalesce(benchmark, 'longbench') AS benchmark,
  category,
  coalesce(
    scope,
    CASE metric WHEN 'qa_f1' THEN 'qa' WHEN 'rouge_l' THEN 'summarization' ELSE 'other' END
  ) AS scope,
  kept_tokens,
  kept_tokens_per_layer,
  kept_share,
  kept_view,
  logits_finite,
  batch,
  batch_refill,
  batch_begun_at,
  waiting_ms,
  share_ms,
  live_rows,
  batch_kv_bytes,
  answer_ids
FROM (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY run_id, model, technique, task, protocol, sample_key
      ORDER BY committed_at DESC, status, executor
    ) AS place
  FROM generations
)
WHERE place = 1
