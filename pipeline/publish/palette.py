"""Name the typeface and the colours of levels that every workbook shares, whoever it goes to."""

TYPEFACE = "微软雅黑"
LEVEL_COLOURS = {"严重": "#F4A6A0", "高": "#F8CBC6", "中": "#FCE0B4", "低": "#FFF6CC", "提示": "#DCE9F5"}
