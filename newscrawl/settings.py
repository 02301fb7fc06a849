"""Every switch of the project, each with its reason; what the net layer needs for safety stands in `newscrawl/net`.

`-s NAME=VALUE` overrides any of them for one command; a user's own lie in OUTPUT_DIR/newscrawl.toml.
"""

import os
from pathlib import Path

import newscrawl

# The flow. Each line is a step; `pipelines/records.py` says what flows.
ITEM_PIPELINES = {
    "pipelines.steps.ReadArticle": 100,  # Page -> Article, in worker processes
    "pipelines.steps.KeepArabic": 200,  # Article -> Article: names the language, rejects all but Arabic
    "pipelines.steps.TagLeaders": 300,  # Article -> Article: the leaders that it names
    "pipelines.steps.TagTopics": 400,  # Article -> Article: topics, stories and places
    "pipelines.steps.MarkDuplicates": 500,  # Article -> Article: fingerprints
    "pipelines.steps.StoreArticle": 900,  # Article -> Parquet; data and state as one
}

# Where results go. The environment variable is for cron, `-s OUTPUT_DIR=DIR` for one command.
OUTPUT_DIR = os.environ.get("NEWSCRAWL_OUTPUT") or str(Path(__file__).parents[1] / "output")
ARCHIVE_DIR = None  # the archive grows fastest; it may lie on another disk

# Who we are. An outlet that minds us must be able to say so: CONTACT is a mail or web address.
CONTACT = None
USER_AGENT = f"newscrawl/{newscrawl.__version__}"
PROXY = None  # an http:// address through which all requests go; the proxy then resolves the names

# The clock: an instant with its offset stands still there; for tests and for simulated days.
NOW = None

# Reading
WORKERS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
READING_DEADLINE = 20.0  # seconds a page; real pages take 0.1, hostile ones minutes

# Storing. More rows a batch mean fewer files; more seconds mean more pages to fetch again after a crash.
BATCH_ROWS = 500
COMMIT_SECONDS = 60.0
# Share of the disk that stays free, looked at after each commit: a full disk hurts others than us.
DISK_FLOOR = 0.05
# The archive is ten times the rows; what is thrown away can never be read again by better rules.
KEEP_PAGES_DAYS = None

# Looks at known articles: news is corrected within hours and withdrawn within days
LOOK_AGAIN_AFTER = [3600, 86_400, 604_800]  # seconds after the first fetch: an hour, a day, a week
# A look that comes later than this after the last says nothing of the article's first days.
LOOK_AGAIN_GRACE_DAYS = 7
LOOK_AGAIN_SHARE = 0.3  # of a run's pages at most: what is new comes first

# What a run asks for
# Older entries of a listing are backfill's to fetch; else a sitemap's first run asks for all its past.
LIVE_DAYS = 7
MAX_PAGES = 2000  # a run; the rest is pending and comes next time
DISABLED_TOO = False  # whether a crawl takes a disabled source: only for `sources check` of one that is named
MAX_CHILD_SITEMAPS = 50  # a run; an index that lists itself under new names would never end
LISTING_FULL_DAYS = 7  # then a listing is fetched in full: servers were seen to answer 304 to a changed page
RUN_TIME_LIMIT = 3 * 3600  # seconds; a run that hangs would keep its lock for ever

# Runs of many sources (`newscrawl run`)
JOBS = 4  # crawls at a time: a polite crawl waits most of its time
LOG_DAYS = 30  # days that logs/ keeps: longer than it takes to miss something, and small beside the archive
STOP_GRACE = 120.0  # seconds for a crawl to end by itself: its pages under way may take most of them
HANG_GRACE = 600.0  # seconds beyond RUN_TIME_LIMIT, for recovery before and the last commit; then it hangs
PROGRESS_LINES = False  # JSON lines on standard output: how `run` follows its crawls
# Alerts: once when a source begins to fail or falls silent, once when it recovers
ALERT_COMMAND = None  # run without a shell, the message as JSON on its standard input
ALERT_WEBHOOK = None  # gets the message by POST as JSON; `text` is what chat programs show
PROMETHEUS_TEXTFILE = None  # NAME.prom in the folder that node_exporter's textfile collector reads
HEARTBEAT_URL = None  # a dead man's switch (healthchecks.io and its like) tells you when cron itself has died

# Scrapy
BOT_NAME = "newscrawl"
SPIDER_MODULES: list[str] = []  # spiders are made from source files
SPIDER_LOADER_CLASS = "newscrawl.spiders.loader.SourceSpiderLoader"
COMMANDS_MODULE = "newscrawl.commands"
ADDONS = {"newscrawl.net.addon.HardenedNet": 100}
EXTENSIONS = {
    "newscrawl.progress.Progress": 500,  # how far we are: on a terminal a live line, elsewhere log lines
    "scrapy.extensions.logstats.LogStats": None,  # Progress says it in our words
}
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # pages in the order of their listings, newest first
HTTPERROR_ALLOW_ALL = True  # every answer becomes an outcome; Scrapy would drop all but 200 unseen

# Logging: our lines at INFO; Scrapy's own below WARNING are for those who ask with `-L` (`command_base.py`)
LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"
LOG_DATEFORMAT = "%Y-%m-%dT%H:%M:%S%z"
STATS_DUMP = False  # the run's line in runs/ holds what matters
