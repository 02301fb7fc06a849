"""What `newscrawl schedule` prints: lines for cron, units for systemd.

job.py       the command that is to be run, and its environment
steps.py     an interval as a step that cron can keep
cron.py      crontab lines
systemd.py   service and timer units, from service.txt and timer.txt
"""
