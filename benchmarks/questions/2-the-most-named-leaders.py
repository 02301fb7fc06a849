import sys

import pandas as pd

articles = pd.read_parquet(sys.argv[1])
named = articles[["cluster_id", "leaders"]].explode("leaders").dropna()
named["name"] = [leader["name_ar"] for leader in named["leaders"]]
print(named.groupby("name")["cluster_id"].nunique().nlargest(20).to_csv())
