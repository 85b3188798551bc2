"""Great Expectations on DuckDB: the few lines that make the two work together.

Great Expectations 1.24 knows no DuckDB data source, and its generic SQL source fails on DuckDB for
three reasons, each answered here by one small piece:

* `DuckDBDialect`: duckdb_engine reads table structure through PostgreSQL catalogues that DuckDB 2
  does not have, and SQLAlchemy's transactions drop a result that Great Expectations has not
  fetched yet. This dialect asks DuckDB itself (`DESCRIBE`) and opens no transactions.
* `DuckDBExecutionEngine`: Great Expectations decides by the dialect whether it may use regular
  expressions and LIKE; this engine tells it that DuckDB understands PostgreSQL's.
* `DuckDBDatasource`: makes Great Expectations use that engine.

Importing this module registers the dialect (`duckdb+gx://`) and `context.data_sources.add_duckdb`.
It leans on parts of Great Expectations that are not quite public, so the matrix of expectations in
`tests/validation/test_gx_duckdb_matrix.py` guards every upgrade. Importing it takes seconds: do so
inside functions.
"""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

import duckdb
import duckdb_engine
from duckdb_engine.datatypes import ISCHEMA_NAMES
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine.sqlalchemy_execution_engine import (
    SqlAlchemyExecutionEngine,
)
from sqlalchemy import types as sqltypes
from sqlalchemy.dialects import postgresql, registry
from sqlalchemy.pool import StaticPool

from validation.gx_queries import quote_identifier

if TYPE_CHECKING:
    from great_expectations.data_context.data_context.abstract_data_context import (
        AbstractDataContext,
    )
    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import (
        DBAPIConnection,
        ReflectedColumn,
        ReflectedPrimaryKeyConstraint,
    )
    from sqlalchemy.pool import Pool

_SQL_TYPE_NAMES = (
    "BIGINT",
    "BLOB",
    "BOOLEAN",
    "DATE",
    "DECIMAL",
    "DOUBLE",
    "FLOAT",
    "INTEGER",
    "REAL",
    "SMALLINT",
    "TIMESTAMP",
    "VARCHAR",
)


class _QuotingPreparer(duckdb_engine.DuckDBIdentifierPreparer):
    """Quotes every name: some keywords that are not reserved need it too, and to ask which takes a connection.

    A column named `at`, for one, cannot be selected after another one without quotes.
    """

    def _requires_quotes(self, value: str) -> bool:
        return True


class DuckDBDialect(duckdb_engine.Dialect):
    """duckdb_engine's dialect, with structure read by `DESCRIBE` and without transactions.

    One connection serves a whole engine. Nothing is ever written, so no transaction is needed; and
    without one there is none that an error could leave aborted, or whose end could take away rows
    not fetched yet.
    """

    supports_statement_cache = True
    preparer = _QuotingPreparer

    @classmethod
    def get_pool_class(cls, url: object) -> type[Pool]:
        """Return the pool that keeps a single connection open until the engine is disposed."""
        return StaticPool

    def connect(self, *_: Any, **parameters: Any) -> Any:
        """Open a plain connection: with the user agent of duckdb_engine, DuckDB shares no database in memory."""
        return duckdb_engine.ConnectionWrapper(duckdb.connect(parameters["database"]))

    def do_begin(self, dbapi_connection: DBAPIConnection) -> None:
        """Begin nothing."""

    def do_commit(self, dbapi_connection: DBAPIConnection) -> None:
        """Commit nothing."""

    def do_rollback(self, dbapi_connection: DBAPIConnection) -> None:
        """Roll nothing back."""

    def get_columns(
        self, connection: Connection, table_name: str, schema: str | None = None, **_: Any
    ) -> list[ReflectedColumn]:
        """Return the columns of a table or view as SQLAlchemy's reflection describes them."""
        name = ".".join(quote_identifier(part) for part in (schema, table_name) if part)
        rows = connection.exec_driver_sql(f"DESCRIBE {name}").fetchall()
        return [
            {"name": column, "type": _sql_type(type_), "nullable": null == "YES", "default": None}
            for column, type_, null, *_ in rows
        ]

    def get_pk_constraint(
        self, connection: Connection, table_name: str, schema: str | None = None, **_: Any
    ) -> ReflectedPrimaryKeyConstraint:
        """Return an empty primary key: a view over Parquet has none."""
        return {"constrained_columns": [], "name": None}


def _sql_type(name: str) -> sqltypes.TypeEngine[Any]:
    """Return the SQLAlchemy type for a DuckDB type name, NullType where there is none."""
    plain = name.split("(", maxsplit=1)[0]
    type_ = getattr(sqltypes, plain, None) or ISCHEMA_NAMES.get(plain.lower())
    return type_() if isinstance(type_, type) else sqltypes.NullType()


registry.register("duckdb.gx", __name__, DuckDBDialect.__name__)


def _dialect_module() -> ModuleType:
    """Return what Great Expectations calls a dialect module.

    It asks it two things: is its `dialect` a subclass of PostgreSQL's default one (then it may use
    `~` and LIKE), and which SQL type has this name? Since SQLAlchemy 2.1 that default one is
    psycopg's, and duckdb_engine's dialect, a child of psycopg2's, is none.
    """
    module = ModuleType(f"{__name__}.types")
    vars(module).update({name: getattr(sqltypes, name) for name in _SQL_TYPE_NAMES})
    vars(module)["dialect"] = type("dialect", (postgresql.dialect,), {"name": "duckdb"})
    return module


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """Great Expectations' SQL engine, told what DuckDB can do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dialect_module = _dialect_module()


_EngineClass = type[SqlAlchemyExecutionEngine]


class DuckDBDatasource(SQLDatasource):
    """A data source that runs on `DuckDBExecutionEngine`."""

    type: Literal["duckdb"] = "duckdb"  # type: ignore[assignment] # as GX's own sources do

    @property
    def execution_engine_type(self) -> _EngineClass:
        """Return the engine class that Great Expectations instantiates."""
        return DuckDBExecutionEngine


def add_source(context: AbstractDataContext, name: str, database: str) -> DuckDBDatasource:
    """Add a DuckDB in memory to a context. Close it with `close`.

    Args:
        context: where the data source is added.
        name: the data source's name, unique in the context.
        database: the name of a database in memory, `:memory:...`. Great Expectations makes two engines, one to test a
            table and one to compute; both see what is in it, as does whoever opened it.
    """
    source: DuckDBDatasource = context.data_sources.add_duckdb(
        name, connection_string=f"duckdb+gx:///{database}"
    )
    return source


def close(datasource: DuckDBDatasource) -> None:
    """Close both of the data source's connections."""
    datasource.get_execution_engine().close()
    datasource.get_engine().dispose()
