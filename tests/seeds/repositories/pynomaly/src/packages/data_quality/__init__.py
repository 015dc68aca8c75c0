from data_quality.presentation.api import show as show
