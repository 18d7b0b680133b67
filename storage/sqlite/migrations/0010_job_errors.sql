-- Why a job failed is no English sentence any more but JSON, as screens are told it.
UPDATE jobs SET error = json_object('type', 'Internal', 'message', error, 'reference', '') WHERE error IS NOT NULL;
