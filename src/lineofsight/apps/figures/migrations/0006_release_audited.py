from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("figures", "0005_sums_and_incomplete")]

    operations = [
        migrations.AddField(model_name="release", name="of_values", field=models.BooleanField(blank=True, null=True)),
        migrations.AddField(model_name="release", name="sums", field=models.JSONField(default=dict)),
        migrations.AddField(
            model_name="release", name="audited_tables", field=models.PositiveIntegerField(blank=True, null=True)
        ),
    ]
