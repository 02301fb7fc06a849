import sys

import pandas as pd

articles = pd.read_parquet(sys.argv[1])
print(articles.groupby(["source_id", "month"], observed=True).size().to_csv())
