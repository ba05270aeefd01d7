"""A PostgreSQL of the bench's own: on a unix socket in a temporary directory,
every setting that decides durability as PostgreSQL ships it."""

import os
import pathlib
import shutil
import subprocess
import tempfile

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{directory}'
max_connections = 120
shared_buffers = 512MB
max_wal_size = 4GB
checkpoint_timeout = 30min
shared_preload_libraries = 'pg_stat_statements'
"""


def processor_ticks(pid):
    """(own, of children that ended, parent's pid); None when there is no such process."""
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = stat[stat.rindex(")") + 2:].split()
    return int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14]), int(fields[1])


class BenchPostgres:
    def __init__(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="nexus-queue-bench-", dir="/tmp"))
        self.data = self.directory / "data"
        self.data.mkdir(mode=0o700)
        self.url = f"postgres://bench@/bench?host={self.directory}"
        self.environment = {**os.environ, "DATABASE_URL": self.url, "PGHOST": str(self.directory),
                            "PGUSER": "bench", "PGDATABASE": "bench"}
        if os.getuid() == 0:  # PostgreSQL refuses root.
            for path in (self.directory, self.data):
                shutil.chown(path, "postgres")

    def __enter__(self):
        self.as_server("initdb", "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        with open(self.data / "postgresql.conf", "a") as conf:
            conf.write(SETTINGS.format(directory=self.directory))
        try:
            self.as_server("pg_ctl", "-w", "-l", str(self.directory / "log"), "start")
            self.run("createdb")
            self.sql("CREATE EXTENSION pg_stat_statements")
        except BaseException:
            self.__exit__()
            raise
        self.postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        return self

    def __exit__(self, *_):
        if (self.data / "postmaster.pid").exists():
            self.as_server("pg_ctl", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.directory)

    def as_server(self, program, *arguments):
        user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run([*user, PROGRAMS / program, "-D", self.data, *arguments], check=True,
                       cwd="/", stdout=subprocess.DEVNULL)

    def run(self, program, *arguments, environment=None):
        return subprocess.run([PROGRAMS / program, *arguments], check=True, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              env={**self.environment, **(environment or {})}).stdout

    def sql(self, *statements):
        """What the last one answered, as text."""
        commands = [word for statement in statements for word in ("-c", statement)]
        return self.run("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", *commands).strip()

    def processor_seconds(self):
        """What the server's processes have used so far."""
        ticks = processor_ticks(self.postmaster)[1]
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            used = processor_ticks(entry.name)
            if used and used[2] == self.postmaster:
                ticks += used[0]
        return ticks / os.sysconf("SC_CLK_TCK")
