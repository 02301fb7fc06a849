import sys

import pandas as pd

articles = pd.read_parquet(sys.argv[1]).drop_duplicates("cluster_id")
print(articles[articles["text"].str.contains("مصر", regex=False)].groupby("source_id").size().to_csv())
