/// The SQL engine.
