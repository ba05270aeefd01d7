INSERT INTO floor_inserts (payload) VALUES ('{"id": 1, "t": 1}');
