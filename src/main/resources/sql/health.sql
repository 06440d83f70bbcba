-- One row per run, model, technique, task, protocol and failed check: what makes the cell's numbers doubtful, with the share or number found and its limit.
WITH cells AS (
  SELECT
    run_id,
    model,
    technique,
    task,
    protocol,
    count(*) AS samples,
    count_if(status = 'OK') AS completed,
    count_if(status = 'OUT_OF_MEMORY') AS out_of_memory,
    count_if(status = 'FAILED') AS failed,
    avg(CAST(begin_tokens > 1 AS INT)) AS double_begin,
    avg(CAST(chat_template_missing AS INT)) AS template_missing,
    avg(CAST(NOT logits_finite AS INT)) AS not_finite,
    avg(CAST(truncated_tokens > 0 AS INT)) AS truncated,
    avg(CAST(finish_reason = 'LENGTH' AS INT)) AS at_the_cap,
    avg(CAST(trim(text) = '' AS INT)) AS empty,
    avg(CAST(repeats(text) AS INT)) AS repeating,
    sum(context_tokens_kept) / sum(context_tokens_in) AS keep_rate
  FROM latest_generations
  GROUP BY run_id, model, technique, task, protocol
),
calibrated AS (
  SELECT run_id, seen.model, seen.technique, seen.task, seen.samples / seen.evaluated AS calibrated_on
  FROM runs
  LATERAL VIEW explode(
    from_json(
      get_json_object(manifest, '$.calibrated_on'),
      'array<struct<model: string, technique: string, task: string, samples: bigint, evaluated: bigint>>'
    )
  ) AS seen
),
disagreeing AS (
  SELECT run_id, entry.model, entry.technique, CAST(size(entry.disagreements) AS DOUBLE) AS disagreements, concat_ws('; ', entry.disagreements) AS what, entry.checkpoint AS folder
  FROM runs
  LATERAL VIEW explode(
    from_json(
      get_json_object(manifest, '$.checkpoints'),
      'array<struct<model: string, technique: string, checkpoint: string, disagreements: array<string>>>'
    )
  ) AS entry
),
grid AS (
  SELECT
    cells.*,
    calibrated.calibrated_on,
    abs(cells.keep_rate / techniques.keep_rate - 1) AS off_keep_rate,
    CAST(own.random AS DOUBLE) AS random,
    disagreeing.folder,
    disagreeing.disagreements,
    disagreeing.what,
    CAST(own.kind <> other.kind AS DOUBLE) AS mixed,
    max(cells.completed) OVER (PARTITION BY cells.run_id, cells.model, cells.task, cells.protocol) AS most_completed
  FROM cells
  LEFT JOIN techniques USING (run_id, technique)
  LEFT JOIN disagreeing
    ON disagreeing.run_id = cells.run_id
    AND disagreeing.model = cells.model
    AND disagreeing.technique = cells.technique
  LEFT JOIN calibrated
    ON calibrated.run_id = cells.run_id
    AND calibrated.model = cells.model
    AND calibrated.technique = cells.technique
    AND calibrated.task = cells.task
  LEFT JOIN checkpoints AS own
    ON own.run_id = cells.run_id
    AND own.model = cells.model
    AND own.technique = cells.technique
  LEFT JOIN baselines
    ON baselines.run_id = cells.run_id
    AND baselines.model = cells.model
  LEFT JOIN checkpoints AS other
    ON other.run_id = baselines.run_id
    AND other.model = baselines.model
    AND other.technique = baselines.baseline
)
SELECT
  run_id,
  model,
  technique,
  task,
  protocol,
  check.name AS check,
  check.found AS found,
  check.allowed AS allowed,
  check.message AS message
FROM grid
LATERAL VIEW explode(
  array(
    struct('double-begin' AS name, double_begin AS found, 0D AS allowed, 'share of prompts with more than one begin-of-text token' AS message),
    struct('chat-template' AS name, template_missing AS found, 0D AS allowed, 'share of prompts that wanted a chat template where the checkpoint has none' AS message),
    struct('non-finite-logits' AS name, not_finite AS found, 0D AS allowed, concat('share of answers whose last logits are no finite numbers: their text means nothing, look at the checkpoint ', coalesce(folder, 'of this technique')) AS message),
    struct('truncated' AS name, truncated AS found, 0.05D AS allowed, 'share of prompts cut in the middle' AS message),
    struct('at-the-cap' AS name, at_the_cap AS found, 0.2D AS allowed, 'share of answers that ended only at the length cap' AS message),
    struct('empty' AS name, empty AS found, 0D AS allowed, 'share of empty answers' AS message),
    struct('repeating' AS name, repeating AS found, 0.05D AS allowed, 'share of answers that end in a loop' AS message),
    struct('keep-rate' AS name, off_keep_rate AS found, 0.1D AS allowed, 'distance of the kept share of the context from the wanted rate, relative' AS message),
    struct('failed' AS name, CAST(failed AS DOUBLE) AS found, 0D AS allowed, 'failed samples' AS message),
    struct('out-of-memory' AS name, CAST(out_of_memory AS DOUBLE) AS found, 0D AS allowed, 'samples that did not fit in memory' AS message),
    struct('calibrated-on' AS name, calibrated_on AS found, 0D AS allowed, 'share of evaluated samples that the weights were calibrated on' AS message),
    struct('not-comparable' AS name, CAST(most_completed - completed AS DOUBLE) AS found, 0D AS allowed, 'samples that another technique completed and this one did not' AS message),
    struct('random-weights' AS name, random AS found, 0D AS allowed, 'its weights are random numbers: scores mean nothing' AS message),
    struct('files-disagree' AS name, disagreements AS found, 0D AS allowed, concat('files of checkpoint or tokenizer contradict each other: ', what) AS message),
    struct('base-and-instruct' AS name, mixed AS found, 0D AS allowed, 'one of it and the baseline is a base model, the other was tuned to follow instructions' AS message)
  )
) AS check
WHERE check.found > check.allowed
