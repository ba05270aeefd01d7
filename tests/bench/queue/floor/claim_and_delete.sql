WITH picked AS (
  SELECT id FROM floor_jobs WHERE ready ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED
), claimed AS (
  UPDATE floor_jobs SET ready = false FROM picked WHERE floor_jobs.id = picked.id
  RETURNING floor_jobs.id
) SELECT coalesce(array_agg(id)::text, '{}') AS ids FROM claimed \gset
DELETE FROM floor_jobs WHERE id = ANY (:ids::bigint[]);
