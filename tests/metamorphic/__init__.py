"""The same books on other paper: whatever says nothing new must change neither rows nor flags."""
