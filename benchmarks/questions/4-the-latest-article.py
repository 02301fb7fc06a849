import sys

import pandas as pd

articles = pd.read_parquet(sys.argv[1])
latest = articles.sort_values(["fetched_at", "url"], ascending=[False, True]).head(1)
print(latest[["source_id", "url", "title"]].to_csv())
