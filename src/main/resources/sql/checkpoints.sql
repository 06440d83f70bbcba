-- One row per run, model and technique: what the checkpoint was trained as, INSTRUCT or BASE, and whether its weights are random numbers, so that its scores mean nothing. Imported predictions have none.
SELECT run_id, entry.model AS model, entry.technique AS technique, entry.kind AS kind, entry.random AS random
FROM runs
LATERAL VIEW explode(
  from_json(
    get_json_object(manifest, '$.checkpoints'),
    'array<struct<model: string, technique: string, kind: string, random: boolean>>'
  )
) AS entry
